namespace ScriptGrid.ClusterTests.Processes;

/// <summary>What is asked of the times at which targets were collected.</summary>
internal static class Schedules
{
    /// <summary>One interval missed, and the run after it late by as much as the work of moving takes.</summary>
    public static readonly TimeSpan OneMissed = 2.9 * TargetFarm.Interval;

    /// <summary>
    /// No target was without a run for longer than this between two times; longer by what silos and targets waited for processors meanwhile, as on a busy
    /// machine.
    /// </summary>
    public static void AssertGaps(IEnumerable<RunTimes> runs, TimeSpan from, TimeSpan to, TimeSpan longest)
    {
        string[] late =
        [
            .. runs
                .Select(run => (run.Target, run.Waited, Gap: run.LongestGap(from, to)))
                .Select(run => (run.Target, run.Gap, Waited: run.Waited(run.Gap.Start, run.Gap.Start + run.Gap.Length)))
                .Where(run => run.Gap.Length > longest + run.Waited)
                .Select(run => $"{run.Target} {run.Gap.Length.TotalSeconds:F1} s from {(run.Gap.Start - from).TotalSeconds:F1} on, of which {run.Waited.TotalSeconds:F1} s for processors"),
        ];
        Assert.True(late.Length == 0, $"{late.Length} targets were not collected for longer than {longest}: {string.Join(", ", late.Take(20))}");
    }

    /// <summary>No target was collected by two silos for longer than one interval.</summary>
    public static void AssertNoDoubles(IEnumerable<RunTimes> runs)
    {
        TimeSpan longest = 1.2 * TargetFarm.Interval;
        string[] twice = [.. runs.Where(run => run.LongestDouble() > longest).Select(static run => $"{run.Target}: {run.LongestDouble()}")];
        Assert.True(twice.Length == 0, $"{twice.Length} targets were collected twice: {string.Join(", ", twice.Take(20))}");
    }
}
