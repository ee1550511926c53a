namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>How a stream is cut: to a length, or from an id on.</summary>
/// <param name="MaxLength">As many entries stay; counts where there is no id.</param>
/// <param name="MinId">Entries before it go.</param>
/// <param name="IsApproximate">Whether only whole nodes go.</param>
/// <param name="Limit">At most so many entries go; 0: no limit.</param>
internal readonly record struct StreamTrim(long MaxLength, StreamId? MinId, bool IsApproximate, long Limit)
{
    /// <summary>Whether the first entry has to go.</summary>
    internal bool Concerns(StreamValue stream) => MinId is { } minId ? stream.FirstId < minId : stream.Count > MaxLength;
}
