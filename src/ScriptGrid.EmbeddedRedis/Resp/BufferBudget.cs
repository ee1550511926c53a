namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>
/// The bytes that requests and replies of one server may take while they are on their way, all connections together: a request that does not fit is no
/// longer read, a reply that does not fit is an error. Touched by the executor thread only.
/// </summary>
internal sealed class BufferBudget(long maxBytes)
{
    internal long MaxBytes => maxBytes;

    /// <summary>What is taken just now.</summary>
    internal long HeldBytes { get; private set; }

    /// <summary>Takes so many bytes more; false where they do not fit, and then nothing is taken.</summary>
    internal bool TryTake(long bytes)
    {
        if (HeldBytes + bytes > maxBytes)
        {
            return false;
        }

        HeldBytes += bytes;
        return true;
    }

    /// <summary>Gives back what was taken.</summary>
    internal void Give(long bytes) => HeldBytes -= bytes;
}
