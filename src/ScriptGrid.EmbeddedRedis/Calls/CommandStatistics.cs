namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>How often a command ran and how, as <c>INFO commandstats</c> tells it.</summary>
internal sealed class CommandStatistics
{
    internal long Calls { get; set; }

    internal double Microseconds { get; set; }

    /// <summary>Refused before it ran.</summary>
    internal long RejectedCalls { get; set; }

    /// <summary>Ran and replied an error.</summary>
    internal long FailedCalls { get; set; }

    /// <summary>How long its calls took; null where none was noted.</summary>
    internal LatencyHistogram? Latency { get; private set; }

    internal bool IsEmpty => Calls == 0 && RejectedCalls == 0 && FailedCalls == 0;

    internal void Reset()
    {
        Calls = RejectedCalls = FailedCalls = 0;
        Microseconds = 0;
        Latency = null;
    }

    internal void NoteLatency(TimeSpan duration) => (Latency ??= new LatencyHistogram()).Add((long)duration.TotalMicroseconds);
}
