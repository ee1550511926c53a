namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>How many commands are carried out in a second, sampled once a second.</summary>
internal sealed class Throughput(CommandRunner runner, TimeProvider time)
{
    private long _sampledAt = time.GetTimestamp();
    private long _sampled;

    internal long PerSecond { get; private set; }

    /// <summary>To be called more often than once a second.</summary>
    internal void Sample()
    {
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(_sampledAt, now).TotalSeconds;
        if (seconds >= 1)
        {
            PerSecond = Math.Max(0, (long)((runner.Processed - _sampled) / seconds));
            (_sampledAt, _sampled) = (now, runner.Processed);
        }
    }
}
