namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>The server's activity per second, sampled about once a second.</summary>
/// <param name="time">The clock.</param>
/// <param name="total">Returns the totals since the start.</param>
internal sealed class Throughput(TimeProvider time, Func<ThroughputTotals> total)
{
    private long _sampledAt = time.GetTimestamp();
    private ThroughputTotals _sampled;

    /// <summary>Executed commands per second.</summary>
    internal long PerSecond { get; private set; }

    /// <summary>Bytes received from clients per second.</summary>
    internal double InputRate { get; private set; }

    /// <summary>Bytes sent to clients and replicas per second.</summary>
    internal double OutputRate { get; private set; }

    /// <summary>Bytes sent to replicas per second.</summary>
    internal double ReplicationRate { get; private set; }

    /// <summary>Takes a sample if a second has passed. Call it more often than once a second.</summary>
    internal void Sample()
    {
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(_sampledAt, now).TotalSeconds;
        if (seconds < 1)
        {
            return;
        }

        ThroughputTotals totals = total();
        PerSecond = (long)Rate(totals.Commands - _sampled.Commands, seconds);
        InputRate = Rate(totals.InputBytes - _sampled.InputBytes, seconds);
        OutputRate = Rate(totals.OutputBytes - _sampled.OutputBytes, seconds);
        ReplicationRate = Rate(totals.ReplicationBytes - _sampled.ReplicationBytes, seconds);
        (_sampledAt, _sampled) = (now, totals);
    }

    /// <summary>Returns a rate that is never negative: the totals may have been reset in the meantime.</summary>
    private static double Rate(long more, double seconds) => Math.Max(0, more / seconds);
}

/// <summary>Totals since the start, or since CONFIG RESETSTAT.</summary>
internal readonly record struct ThroughputTotals(long Commands, long InputBytes, long OutputBytes, long ReplicationBytes);
