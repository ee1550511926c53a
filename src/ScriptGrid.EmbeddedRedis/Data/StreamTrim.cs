namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>How to trim a stream: to a length, or up to an id.</summary>
/// <param name="MaxLength">The number of entries to keep, unless there is an id.</param>
/// <param name="MinId">Entries with lower ids are removed; null to trim by length.</param>
/// <param name="IsApproximate">Whether only whole nodes are removed.</param>
/// <param name="Limit">The most entries to remove; 0 for no limit.</param>
internal readonly record struct StreamTrim(long MaxLength, StreamId? MinId, bool IsApproximate, long Limit)
{
    /// <summary>Whether the first entry must be removed.</summary>
    internal bool Concerns(StreamValue stream) => MinId is { } minId ? stream.FirstId < minId : stream.Count > MaxLength;
}
