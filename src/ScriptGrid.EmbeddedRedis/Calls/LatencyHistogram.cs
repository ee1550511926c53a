using System.Numerics;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>
/// How long the calls of a command took, counted in classes. Each class is at most a hundredth of its durations wide: up to 255 ns there is one class for each
/// nanosecond, above that 128 for each doubling. These are the classes of Redis's histograms, with two significant digits up to a second.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int NanosecondsPerMicrosecond = 1000;
    private const long MaxNanoseconds = 1_000_000_000;
    private const long LastNanosecond = (1L << 30) - 1; // The longest duration of the last class.
    private const int Single = 256;
    private const int PerDoubling = Single / 2;
    private const int FirstReported = 1024;

    private readonly long[] _counts = new long[Index(MaxNanoseconds) + 1];

    internal long Count { get; private set; }

    internal void Add(long microseconds)
    {
        _counts[Index(Math.Clamp(microseconds, 0, MaxNanoseconds / NanosecondsPerMicrosecond) * NanosecondsPerMicrosecond)]++;
        Count++;
    }

    /// <summary>Returns how many calls took at most some microseconds, for those doublings of 1 µs at which the number grows.</summary>
    internal List<(long Microseconds, long Count)> ByDoublings()
    {
        var found = new List<(long Microseconds, long Count)>();
        long sum = 0;
        int next = 0;
        for (long level = FirstReported; sum < Count; level *= 2)
        {
            long before = sum;
            for (int last = Index(level); next <= last && next < _counts.Length; next++)
            {
                sum += _counts[next];
            }

            if (sum > before)
            {
                found.Add((Math.Min(Highest(Index(level)), LastNanosecond) / NanosecondsPerMicrosecond, sum));
            }
        }

        return found;
    }

    /// <summary>Returns the microseconds within which a percentage of all calls ended.</summary>
    internal double Percentile(double percent)
    {
        long wanted = Math.Max(1, (long)((percent / 100 * Count) + 0.5));
        long sum = 0;
        int index = -1;
        while (sum < wanted)
        {
            sum += _counts[++index];
        }

        return (double)Highest(index) / NanosecondsPerMicrosecond;
    }

    private static int Index(long nanoseconds)
    {
        if (nanoseconds < Single)
        {
            return (int)nanoseconds;
        }

        int doublings = BitOperations.Log2((ulong)nanoseconds) - BitOperations.Log2(PerDoubling);
        return Single + ((doublings - 1) * PerDoubling) + (int)(nanoseconds >> doublings) - PerDoubling;
    }

    /// <summary>Returns the longest duration of a class.</summary>
    private static long Highest(int index)
    {
        if (index < Single)
        {
            return index;
        }

        int doublings = ((index - Single) / PerDoubling) + 1;
        long part = ((index - Single) % PerDoubling) + PerDoubling;
        return ((part + 1) << doublings) - 1;
    }
}
