namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>The last delays of one kind, at most one for each second.</summary>
internal sealed class LatencySeries
{
    private const int MaxSamples = 160;

    private readonly LinkedList<LatencySample> _samples = new();

    /// <summary>The oldest first.</summary>
    internal IReadOnlyCollection<LatencySample> Samples => _samples;

    internal LatencySample Last => _samples.Last!.Value;

    /// <summary>The longest since the start or since the last reset, also of those that are forgotten.</summary>
    internal long MaxMilliseconds { get; private set; }

    /// <summary>Notes a delay; of several in a second the longest stays.</summary>
    internal void Add(LatencySample sample)
    {
        MaxMilliseconds = Math.Max(MaxMilliseconds, sample.Milliseconds);
        if (_samples.Last is { } last && last.Value.Seconds == sample.Seconds)
        {
            last.Value = sample.Milliseconds > last.Value.Milliseconds ? sample : last.Value;
            return;
        }

        _samples.AddLast(sample);
        if (_samples.Count > MaxSamples)
        {
            _samples.RemoveFirst();
        }
    }
}

/// <summary>A delay.</summary>
/// <param name="Seconds">When it was, in seconds since 1970.</param>
/// <param name="Milliseconds">How long it was.</param>
internal readonly record struct LatencySample(long Seconds, long Milliseconds);
