namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>How often a command ran, and with what result, as <c>INFO commandstats</c> shows it.</summary>
internal sealed class CommandStatistics
{
    internal long Calls { get; set; }

    internal double Microseconds { get; set; }

    /// <summary>The number of calls that were refused before they ran.</summary>
    internal long RejectedCalls { get; set; }

    /// <summary>The number of calls that ran and replied with an error.</summary>
    internal long FailedCalls { get; set; }

    /// <summary>How long its calls took; null if no call was recorded.</summary>
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
