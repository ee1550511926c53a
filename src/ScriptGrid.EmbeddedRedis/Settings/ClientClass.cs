namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>What a client is for, as <c>client-output-buffer-limit</c> tells clients apart.</summary>
internal enum ClientClass
{
    Normal,
    Replica,
    PubSub,
}
