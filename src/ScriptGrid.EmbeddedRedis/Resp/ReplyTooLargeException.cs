namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>A reply needs more bytes than the server may hold. The part that is already written must be discarded.</summary>
internal sealed class ReplyTooLargeException(long maxBytes)
    : Exception($"the reply exceeds the limit of {maxBytes} bytes for all replies and requests of this server");
