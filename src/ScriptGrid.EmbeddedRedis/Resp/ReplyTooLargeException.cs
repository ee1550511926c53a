namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>A reply needs more bytes than the server may hold. The part that is already written must be discarded.</summary>
internal sealed class ReplyTooLargeException(long maxBytes)
    : Exception($"the reply does not fit into the {maxBytes} bytes that the replies and requests of this server may hold");
