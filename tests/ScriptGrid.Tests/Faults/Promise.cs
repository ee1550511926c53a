using System.Globalization;

namespace ScriptGrid.Tests.Faults;

/// <summary>What is promised while targets are broken, in numbers.</summary>
internal static class Promise
{
    /// <summary>Tests of one collection run one after the other: the floods are not to meet the other faults.</summary>
    public const string TestCollection = "Faults";

    private const int HealthyTargets = 20;
    private const double Interval = 0.2;

    /// <summary>Wide, for a machine that does much else; a thread that one peer holds shows in seconds.</summary>
    private const double LongestGap = 3;

    private const double MostMebibytes = 150;

    /// <summary>
    /// The reason alone, <c>redis_up</c>, one line when the fault begins and one when it ends, and recovery. A fault that does no harm shows nowhere.
    /// </summary>
    public static void AssertKept(Fault fault, Outcome seen)
    {
        Assert.True(seen.Up == fault.Up, $"redis_up is {seen.Up}, errors {string.Join(", ", seen.Errors)}\n{Text(seen.Broken)}");
        if (fault.IsPassing)
        {
            Assert.True(seen.HasRecovered, $"It does not recover.\n{Text(seen.Mended)}");
        }

        if (fault.IsIdle)
        {
            Assert.InRange(seen.Broken.Length, 0, 1);
            return;
        }

        Assert.True(seen.Result == (fault.Reason.Length == 0 ? 1 : 0), $"redis_script_result is {seen.Result}\n{Text(seen.Broken)}");
        if (fault.Reason.Length > 0)
        {
            Assert.True(
                seen.Errors.Keys.SequenceEqual([fault.Reason]), $"Not {fault.Reason} alone, but {string.Join(", ", seen.Errors)}\n{Text(seen.Broken)}");
            Assert.True(fault.IsPassing ? seen.Broken.Length == 1 : seen.Broken.Length > 0, $"Not one line, but:\n{Text(seen.Broken)}");
            LogLine begin = seen.Broken[^1];
            Assert.Contains($": {fault.Reason}", begin.Text, StringComparison.Ordinal);
            Assert.True(begin.IsWarning, begin.Text);
        }
        else if (fault.IsPassing)
        {
            Assert.Empty(seen.Errors);
            Assert.True(seen.Broken.Length == 0, Text(seen.Broken));
        }

        if (fault.IsPassing)
        {
            Assert.True(
                seen.Mended.Length == (fault.Reason.Length == 0 ? 0 : 1) && !seen.Mended.Any(static line => line.IsWarning),
                $"Not one line at the end, but:\n{Text(seen.Mended)}");
        }
    }

    /// <summary>Every healthy target was collected all the time, over one connection, without a long gap.</summary>
    public static void AssertPunctual(FaultBatch batch)
    {
        Assert.Equal(HealthyTargets, batch.HealthyGaps.Count);
        double[] gaps = [.. batch.HealthyGaps.SelectMany(static gaps => gaps).Order()];
        double due = HealthyTargets * batch.BrokenSeconds / Interval;
        Assert.InRange(gaps.Length, due / 2, due * 1.1);
        Assert.InRange(gaps[^1], 0, LongestGap);
        Assert.InRange(gaps[(int)(gaps.Length * 0.99)], 0, LongestGap / 2);
    }

    /// <summary>What the run came to, for people.</summary>
    public static string Summary(FaultBatch batch)
    {
        double[] gaps = [.. batch.HealthyGaps.SelectMany(static gaps => gaps).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{batch.BrokenSeconds:F0} s; {gaps.Length} runs of healthy targets, gaps median {gaps[gaps.Length / 2]:F2} s, 99 % {gaps[(int)(gaps.Length * 0.99)]:F2} s, longest {gaps[^1]:F2} s; memory {batch.Memory.Before:F0} to {batch.Memory.Most:F0} MiB");
    }

    private static string Text(IEnumerable<LogLine> lines) => string.Join('\n', lines.Select(static line => line.Text));

    /// <summary>What a reply may take is bounded, and so is what a process takes.</summary>
    public static void AssertBounded(FaultBatch batch) => Assert.InRange(batch.Memory.Most - batch.Memory.Before, double.MinValue, MostMebibytes);
}
