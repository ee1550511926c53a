using System.IO.Pipelines;
using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Exposition;

/// <summary>The page of a fleet, written through a pipe as a response is.</summary>
public sealed class FleetPageTests
{
    private static readonly TargetFamilies Families = new("redis");

    [Fact]
    public async Task WriteAsync_SeveralTargets_KeepsEachFamilyTogether()
    {
        FleetResults results = Fleet(Target("a:1", isUp: true), Target("b:1", isUp: false)) with
        {
            Scripts = [Script("a:1", "k1", "k2"), Script("b:1", "k1")],
        };

        string text = await WriteAsync(results);

        Assert.Equal(
            """
            # HELP redis_up Whether the target answers: 0 when connecting, TLS, AUTH or SELECT failed or the connection broke, else 1.
            # TYPE redis_up gauge
            redis_up{target="a:1"} 1
            redis_up{target="b:1"} 0
            # HELP redis_script_values Values that the script returned, by key. Collected on ScriptGrid's own schedule, not at the time of the scrape.
            # TYPE redis_script_values gauge
            redis_script_values{target="a:1",key="k1"} 1
            redis_script_values{target="a:1",key="k2"} 1
            redis_script_values{target="b:1",key="k1"} 1
            # HELP redis_script_result Result of the last run of the script: 1 it gave values, 2 it gave none, 0 it failed. Collected on ScriptGrid's own schedule, not at the time of the scrape.
            # TYPE redis_script_result gauge
            redis_script_result{target="a:1"} 1
            redis_script_result{target="b:1"} 1

            """,
            text);
    }

    [Fact]
    public async Task WriteAsync_Nothing_IsEmpty() => Assert.Equal("", await WriteAsync(FleetResults.Empty));

    [Fact]
    public async Task WriteAsync_TargetsNotAskedYet_LeavesTheirFamilyOut() =>
        Assert.Equal("", await WriteAsync(Fleet(new TargetResults(), new TargetResults())));

    [Fact]
    public async Task WriteAsync_MixtureOfSizes_WritesEachSeriesOnce()
    {
        // From nothing to three times what is written between two flushes.
        int[] sizes = [0, 1, 5_000, 3, 10_000, 0, 0, 20_000, 1, 4_000, 4_000, 4_000];
        FleetResults results = FleetResults.Empty with
        {
            Scripts = [.. sizes.Select(static (size, i) => Script($"t{i}:1", Keys(size)))],
        };

        ExpositionPage page = ExpositionPage.Parse(await WriteAsync(results));

        Assert.Equal(sizes.Sum() + sizes.Length, page.Samples.Count);
        Assert.Equal(["redis_script_values", "redis_script_result"], page.Families.Keys);
    }

    [Fact]
    public async Task WriteAsync_ManyTargets_WritesEachStateOnce()
    {
        FleetResults results = Fleet([.. Enumerable.Range(0, 10_000).Select(static i => Target($"host{i}:6379", isUp: i % 2 == 0))]);

        ExpositionPage page = ExpositionPage.Parse(await WriteAsync(results));

        Assert.Equal(10_000, page.Samples.Count);
        Assert.Equal(5_000, page.Samples.Values.Sum());
    }

    [Fact]
    public async Task WriteAsync_ResultsReplacedMeanwhile_GivesWholeLinesOfOneRunPerTarget()
    {
        ScriptResults[] scripts = [.. Enumerable.Range(0, 5).Select(static i => Script($"t{i}:1", "k"))];
        FleetResults results = FleetResults.Empty with { Scripts = [.. scripts] };
        using var stop = new CancellationTokenSource();
        Task publishing = Task.Run(() =>
        {
            // Runs of very different sizes, the larger ones larger than a chunk.
            for (int run = 0; !stop.IsCancellationRequested; run++)
            {
                int size = run % 3 == 0 ? 2_000 : 10 * (run % 7);
                Publish(scripts[run % 5], $"t{run % 5}:1", Keys(size, $"{run}-"));
            }
        });

        for (int i = 0; i < 10; i++)
        {
            ExpositionPage page = ExpositionPage.Parse(await WriteAsync(results));

            Assert.Equal(5, page.Samples.Keys.Count(static series => series.StartsWith("redis_script_result", StringComparison.Ordinal)));
            IEnumerable<IGrouping<string, string>> byTarget = page.Samples.Keys
                .Where(static series => series.StartsWith("redis_script_values", StringComparison.Ordinal))
                .GroupBy(static series => series.Split('"')[1], static series => series.Split('"')[3].Split('-')[0]);
            Assert.All(byTarget, static runs => Assert.Single(runs.Distinct()));
        }

        await stop.CancelAsync();
        await publishing;
    }

    [Fact]
    public async Task WriteAsync_SlowReader_IsWaitedFor()
    {
        FleetResults results = Large();
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));

        Task writing = WriteAsync(pipe.Writer, results);
        Assert.False(writing.IsCompleted);
        string text = await ReadAllAsync(pipe.Reader, writing, pipe.Writer);

        Assert.Equal((40 * 2_000) + 40, ExpositionPage.Parse(text).Samples.Count);
    }

    [Fact]
    public async Task WriteAsync_ReaderLeavesMeanwhile_Stops()
    {
        var pipe = new Pipe();
        Task writing = WriteAsync(pipe.Writer, Large());
        Assert.False(writing.IsCompleted);

        await pipe.Reader.CompleteAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Fact]
    public async Task WriteAsync_OpenMetrics_NamesCountersWithoutTheirSuffix()
    {
        var results = new ScriptResults();
        byte[] line = "redis_script_errors_total{reason=\"busy\"} 1\n"u8.ToArray();
        results.Publish(line, [new Section(TargetFamilies.Errors, line.Length)], [], TimeSpan.MaxValue);

        string text = await WriteAsync(FleetResults.Empty with { Scripts = [results] }, ExpositionFormat.OpenMetrics);

        Assert.Equal(
            """
            # HELP redis_script_errors Due runs of the script that failed, by reason.
            # TYPE redis_script_errors counter
            redis_script_errors_total{reason="busy"} 1

            """,
            text);
    }

    [Fact]
    public async Task WriteAsync_Rollups_StandInTheirOwnFamily()
    {
        ScriptResults one = Script("a:1");
        one.Publish([], [], [new KeyedValue("k", 1)], TimeSpan.MaxValue);
        var script = new ScriptSpec { Name = "n.lua", Body = default, Aggregate = Aggregations.Sum | Aggregations.Count };
        var source = new RollupSource(new RollupScope(script, LabelSet.Empty), [one, one]);
        var another = new RollupSource(new RollupScope(script with { Name = "m.lua", Aggregate = Aggregations.Max }, LabelSet.Empty), [one, one]);

        string text = await WriteAsync(FleetResults.Empty with { Rollups = [source, another] });

        Assert.Equal(
            """
            # HELP redis_fleet_script_values Values of one key of a script, rolled up over all targets that gave it.
            # TYPE redis_fleet_script_values gauge
            redis_fleet_script_values{filename="m.lua",key="k",agg="max"} 1
            redis_fleet_script_values{filename="n.lua",key="k",agg="sum"} 2
            redis_fleet_script_values{filename="n.lua",key="k",agg="count"} 2

            """,
            text);
    }

    /// <summary>Eighty thousand values, which is some megabytes.</summary>
    private static FleetResults Large() => FleetResults.Empty with
    {
        Scripts = [.. Enumerable.Range(0, 40).Select(static i => Script($"t{i}:1", Keys(2_000)))],
    };

    private static string[] Keys(int count, string prefix = "key") => [.. Enumerable.Range(0, count).Select(key => $"{prefix}{key:d5}")];

    private static FleetResults Fleet(params TargetResults[] targets) => FleetResults.Empty with { Targets = [.. targets] };

    private static TargetResults Target(string id, bool isUp)
    {
        var results = new TargetResults();
        byte[] line = ResultRenderer.RenderUp(Families.Up, Encoding.UTF8.GetBytes($"target=\"{id}\","), isUp);
        results.Health = new TargetHealth(isUp ? TargetState.Up : TargetState.Down, default);
        results.SetUpLine(line);
        return results;
    }

    private static ScriptResults Script(string target, params string[] keys)
    {
        var results = new ScriptResults();
        Publish(results, target, keys);
        return results;
    }

    private static void Publish(ScriptResults results, string target, string[] keys)
    {
        byte[] result = Encoding.UTF8.GetBytes($"redis_script_result{{target=\"{target}\"}} 1\n");
        byte[] values = Encoding.UTF8.GetBytes(
            string.Concat(keys.Select(key => $"redis_script_values{{target=\"{target}\",key=\"{key}\"}} 1\n")));
        results.Publish(
            [.. result, .. values],
            [new Section(TargetFamilies.Result, result.Length), new Section(TargetFamilies.Values, result.Length + values.Length)],
            [],
            TimeSpan.MaxValue);
    }

    private static async Task<string> WriteAsync(FleetResults results, ExpositionFormat format = ExpositionFormat.Text)
    {
        var pipe = new Pipe();
        return await ReadAllAsync(pipe.Reader, WriteAsync(pipe.Writer, results, format), pipe.Writer);
    }

    private static Task WriteAsync(PipeWriter output, FleetResults results, ExpositionFormat format = ExpositionFormat.Text) =>
        FleetPage.WriteAsync(output, results, Families, format, TimeSpan.Zero, CancellationToken.None).AsTask();

    private static async Task<string> ReadAllAsync(PipeReader reader, Task writing, PipeWriter writer)
    {
        using var text = new MemoryStream();
        Task copying = reader.CopyToAsync(text);
        await writing;
        await writer.CompleteAsync();
        await copying;
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
