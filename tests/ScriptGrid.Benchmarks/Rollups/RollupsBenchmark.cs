using System.Diagnostics;
using System.Globalization;
using System.Text;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Benchmarks.Rollups;

/// <summary>Keeps the results of every target as collecting does, and rolls them up as a page does.</summary>
internal static class RollupsBenchmark
{
    /// <summary>How many of the last passes count.</summary>
    public const int Counted = 5;

    private const Aggregations Few = Aggregations.Sum | Aggregations.Max;
    private const int Rows = 10;
    private const string Label = "shard";

    /// <summary>Measures two operations and all operations, each over the whole fleet and by a label with ten values.</summary>
    public static ResultTable Run(int targets, int passes)
    {
        Aggregations all = Enum.GetValues<Aggregations>().Aggregate(static (one, other) => one | other);
        var table = new ResultTable();
        table.Add("values", $"{targets * Rows:N0} of {targets:N0} targets");
        Measure(table, "sum and max", Few, [], targets, passes);
        Measure(table, $"sum and max by {Label}", Few, [Label], targets, passes);
        Measure(table, "all operations", all, [], targets, passes);
        Measure(table, $"all operations by {Label}", all, [Label], targets, passes);
        return table;
    }

    private static void Measure(ResultTable table, string what, Aggregations aggregate, string[] by, int targets, int passes)
    {
        Progress.Report($"{what}");
        var script = new ScriptSpec
        {
            Name = "queues.lua",
            Body = default,
            Metrics = [MetricDeclarationText.Parse("gauge mail_queue_length{queue} Messages that wait.", out _)!],
            Aggregate = aggregate,
            AggregateBy = [.. by],
        };
        RollupSource[] sources = [.. Enumerable.Range(0, targets).GroupBy(static target => target % 10).Select(shard => Source(script, shard))];
        var families = new TargetFamilies(Defaults.Namespace, script.Metrics);
        double[] seconds = new double[passes];
        int length = 0;
        for (int pass = 0; pass < passes; pass++)
        {
            long start = Stopwatch.GetTimestamp();
            var page = new ExpositionBuffer();
            RollupWriter.Write(page, families, ExpositionFormat.Text, RollupTable.Of(sources, TimeSpan.Zero), counts: null);
            seconds[pass] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            length = page.Length;
        }

        double[] counted = [.. seconds[^Counted..].Order()];
        table.Add(what, $"{ResultTable.Duration(counted[Counted / 2])}, at most {ResultTable.Duration(counted[^1])}; {length:N0} bytes");
    }

    private static RollupSource Source(ScriptSpec script, IGrouping<int, int> shard)
    {
        var labels = LabelSet.From([new(Label, shard.Key.ToString(CultureInfo.InvariantCulture))]);
        return new RollupSource(new RollupScope(script, labels), [.. shard.Select(target => Results(script, target))]);
    }

    private static ScriptResults Results(ScriptSpec script, int target)
    {
        byte[] reply = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*{Rows}\r\n") + string.Concat(Enumerable.Range(0, Rows).Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"*3\r\n$17\r\nmail_queue_length\r\n$7\r\nqueue:{row}\r\n:{((target * 7919) + row) % 1_000_003}\r\n"))));
        var samples = new SampleList();
        ReplyVerdict verdict = ReplyJudge.Judge(script, DeclaredRows.Of(script.Metrics, [], []), reply, samples);
        if (verdict.Failure is { } failure)
        {
            throw new InvalidOperationException(failure.Message);
        }

        var history = default(RunHistory);
        history.Succeeded(verdict.Result, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var results = new ScriptResults();
        results.Publish([], [], Keeper.Keep(script, history, null, samples, reply), TimeSpan.MaxValue);
        return results;
    }

    private static RollupKeeper Keeper { get; } = new();
}
