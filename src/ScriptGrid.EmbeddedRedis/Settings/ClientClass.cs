namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>The classes of clients that <c>client-output-buffer-limit</c> distinguishes.</summary>
internal enum ClientClass
{
    Normal,
    Replica,
    PubSub,
}
