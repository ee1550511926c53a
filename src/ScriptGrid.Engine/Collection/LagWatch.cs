using Prometheus;

namespace ScriptGrid.Engine.Collection;

/// <summary>The average of a histogram's recent observations: those since an earlier read, which was at least a minute ago.</summary>
internal sealed class LagWatch(Histogram.Child histogram, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Look _before;
    private Look _last;

    /// <summary>Returns the average; null if nothing was observed.</summary>
    public double? Read()
    {
        lock (_gate)
        {
            var now = new Look(time.GetTimestamp(), histogram.Sum, histogram.Count);
            if (time.GetElapsedTime(_last.At, now.At) >= Window)
            {
                (_before, _last) = (_last, now);
            }

            long runs = now.Count - _before.Count;
            return runs > 0 ? (now.Sum - _before.Sum) / runs : null;
        }
    }

    private readonly record struct Look(long At, double Sum, long Count);
}
