using System.Numerics;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>
/// How long the calls of a command took, in classes that are at most a hundredth of their durations wide: up to 255 ns one for each, above that 128 for each doubling. The
/// classes are those of Redis's histograms, of two significant digits up to a second.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int NanosecondsPerMicrosecond = 1000;
    private const long MaxNanoseconds = 1_000_000_000;
    private const long LastNanosecond = (1L << 30) - 1; // Of the last class.
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

    /// <summary>How many calls took up to so many microseconds, for the doublings of 1 µs at which their number grows.</summary>
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

    /// <summary>The microseconds within which a part of all calls, in per cent, ended.</summary>
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

    /// <summary>The longest duration of a class.</summary>
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
