namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>How much goes on in a second, sampled once a second.</summary>
/// <param name="time">By whose seconds.</param>
/// <param name="total">What went on since the start.</param>
internal sealed class Throughput(TimeProvider time, Func<ThroughputTotals> total)
{
    private long _sampledAt = time.GetTimestamp();
    private ThroughputTotals _sampled;

    /// <summary>Commands that are carried out.</summary>
    internal long PerSecond { get; private set; }

    /// <summary>Bytes that come from clients.</summary>
    internal double InputRate { get; private set; }

    /// <summary>Bytes that go to clients and replicas.</summary>
    internal double OutputRate { get; private set; }

    /// <summary>Bytes that go to replicas.</summary>
    internal double ReplicationRate { get; private set; }

    /// <summary>To be called more often than once a second.</summary>
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

    /// <summary>Totals may have been set to zero meanwhile.</summary>
    private static double Rate(long more, double seconds) => Math.Max(0, more / seconds);
}

/// <summary>What has gone on since the start, or since CONFIG RESETSTAT.</summary>
internal readonly record struct ThroughputTotals(long Commands, long InputBytes, long OutputBytes, long ReplicationBytes);
