namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>The most recent delays of one kind, at most one per second.</summary>
internal sealed class LatencySeries
{
    private const int MaxSamples = 160;

    private readonly LinkedList<LatencySample> _samples = new();

    /// <summary>The samples, oldest first.</summary>
    internal IReadOnlyCollection<LatencySample> Samples => _samples;

    internal LatencySample Last => _samples.Last!.Value;

    /// <summary>The longest delay since the start or the last reset, including delays that are no longer kept.</summary>
    internal long MaxMilliseconds { get; private set; }

    /// <summary>Adds a delay. Of several delays in one second, only the longest is kept.</summary>
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
/// <param name="Seconds">When the delay occurred, in seconds since 1970.</param>
/// <param name="Milliseconds">How long the delay was.</param>
internal readonly record struct LatencySample(long Seconds, long Milliseconds);
