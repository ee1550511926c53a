namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>
/// The limit on the bytes that requests and replies in progress may take, for all connections of one server together. A request that does not fit is read no
/// further; a reply that does not fit becomes an error. Used by the executor thread only.
/// </summary>
internal sealed class BufferBudget(long maxBytes)
{
    internal long MaxBytes => maxBytes;

    /// <summary>The bytes that are taken now.</summary>
    internal long HeldBytes { get; private set; }

    /// <summary>Takes bytes from the budget. Returns false, and takes nothing, if they do not fit.</summary>
    internal bool TryTake(long bytes)
    {
        if (HeldBytes + bytes > maxBytes)
        {
            return false;
        }

        HeldBytes += bytes;
        return true;
    }

    /// <summary>Returns bytes to the budget.</summary>
    internal void Give(long bytes) => HeldBytes -= bytes;
}
