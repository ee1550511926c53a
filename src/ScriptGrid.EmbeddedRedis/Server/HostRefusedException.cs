namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Something that the host asked for cannot be done now. The message is that of Redis.</summary>
internal sealed class HostRefusedException(string message) : Exception(message);
