using System.Globalization;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

/// <summary>The collector's own families: its work, its process, the runtime and the build.</summary>
public sealed class OwnMetricsTests : IDisposable
{
    private readonly OwnMetrics _metrics = new();
    private readonly CollectionMeter _collections;
    private readonly MeterBridge _bridge;

    public OwnMetricsTests()
    {
        ProcessMetrics.Register(_metrics);
        _collections = new CollectionMeter(static () => [], _metrics, TimeProvider.System);
        _bridge = new MeterBridge(_metrics, ["System.Runtime"]);
    }

    [Fact]
    public async Task Write_AllFamilies_HaveNoLint()
    {
        Assert.Throws<FormatException>(static () => int.Parse("x", CultureInfo.InvariantCulture)); // gives dotnet_exceptions_total a series
        string page = await OwnPage.ReadAsync(_metrics);

        ExpositionPage parsed = ExpositionPage.Parse(page);
        await Promtool.AssertCleanAsync(page);

        Assert.Contains("dotnet_exceptions_total{error_type=\"FormatException\"}", parsed.Samples.Keys);
        string[] expected =
            ["dotnet_assemblies", "dotnet_gc_collections_total", "dotnet_process_cpus", "dotnet_thread_pool_threads", "dotnet_timers"];
        Assert.Empty(expected.Except(parsed.Families.Keys));
    }

    [Fact]
    public async Task Write_OpenMetrics_HasTheFamiliesTypesAndSeriesOfText()
    {
        ExpositionPage before = ExpositionPage.Parse(await OwnPage.ReadAsync(_metrics));
        string page = await OwnPage.ReadAsync(_metrics, ExpositionFormat.OpenMetrics);
        ExpositionPage after = ExpositionPage.Parse(await OwnPage.ReadAsync(_metrics));

        // The runtime's families grow while other tests run, as exceptions of more types are thrown: the page is between the two.
        var openMetrics = ExpositionPage.Parse(page + "# EOF\n", ExpositionFormat.OpenMetrics);
        KeyValuePair<string, string>[] families =
        [
            .. openMetrics.Families.Select(static family => KeyValuePair.Create(family.Value == "counter" ? family.Key + "_total" : family.Key, family.Value)),
        ];
        Assert.Empty(before.Families.Except(families));
        Assert.Empty(families.Except(after.Families));
        Assert.Empty(before.Samples.Keys.Except(openMetrics.Samples.Keys));
        Assert.Empty(openMetrics.Samples.Keys.Except(after.Samples.Keys));
    }

    [Fact]
    public async Task Write_NothingHappenedYet_CountersAndHistogramsAreZero()
    {
        IReadOnlyDictionary<string, double> samples = ExpositionPage.Parse(await OwnPage.ReadAsync(_metrics)).Samples;

        string[] zeros =
        [
            "scriptgrid_collections_total{result=\"failed\"}", "scriptgrid_collections_total{result=\"values\"}",
            "scriptgrid_collections_total{result=\"empty\"}", "scriptgrid_calls_total{result=\"done\"}",
            "scriptgrid_calls_total{result=\"failed\"}", "scriptgrid_calls_total{result=\"refused\"}", "scriptgrid_slots_missed_total",
            "scriptgrid_runs_skipped_total{reason=\"role\"}",
            "scriptgrid_targets{state=\"unknown\"}", "scriptgrid_targets{state=\"up\"}", "scriptgrid_targets{state=\"down\"}",
            "scriptgrid_collection_duration_seconds_count", "scriptgrid_schedule_lag_seconds_count",
        ];
        Assert.All(zeros, series => Assert.Equal(0, samples[series]));
    }

    [Fact]
    public async Task Write_TwoHosts_CountTheirOwnWork()
    {
        using var other = new OwnMetrics();
        new CollectionMeter(static () => [], other, TimeProvider.System).Collected(ScriptResult.Values, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        _collections.Collected(ScriptResult.Empty, TimeSpan.Zero, TimeSpan.FromMilliseconds(3));

        IReadOnlyDictionary<string, double> samples = ExpositionPage.Parse(await OwnPage.ReadAsync(_metrics)).Samples;

        Assert.Equal(
            (0, 1), (samples["scriptgrid_collections_total{result=\"values\"}"], samples["scriptgrid_collections_total{result=\"empty\"}"]));
        Assert.Equal(0.003, samples["scriptgrid_collection_duration_seconds_sum"]);
    }

    [Fact]
    public void Collected_Run_AllocatesNothing()
    {
        _collections.Collected(ScriptResult.Values, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _collections.Collected(ScriptResult.Values, TimeSpan.FromTicks(i), TimeSpan.FromMilliseconds(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Write_Process_HasPrometheusNames()
    {
        IReadOnlyDictionary<string, double> samples = ExpositionPage.Parse(await OwnPage.ReadAsync(_metrics)).Samples;

        Assert.InRange(samples["process_cpu_seconds_total"], 0.001, 1e6);
        Assert.InRange(samples["process_resident_memory_bytes"], 1e6, samples["process_virtual_memory_bytes"]);
        Assert.InRange(samples["process_open_fds"], 3, samples["process_max_fds"]);
        Assert.InRange(samples["process_threads"], 1, 10_000);
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - samples["process_start_time_seconds"], 0, 86_400);
    }

    [Fact]
    public async Task Write_BuildInfo_NamesBothVersions() =>
        Assert.Contains(
            $"scriptgrid_build_info{{dotnet=\"{Environment.Version}\",version=\"{BuildInfo.Version}\"}}",
            ExpositionPage.Parse(await OwnPage.ReadAsync(_metrics)).Samples.Keys);

    [Theory]
    [InlineData("1.2.3+0123abc", "1.2.3")]
    [InlineData("1.2.3-rc.1", "1.2.3-rc.1")]
    public void WithoutCommit_Version_HasNoBuildMetadata(string informational, string expected) =>
        Assert.Equal(expected, BuildInfo.WithoutCommit(informational));

    [Theory]
    [InlineData("Max open files            1024                 4096                 files", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files", null)]
    [InlineData("Max processes             1024                 4096                 processes", null)]
    public void Field_Line_IsTheFirstNumber(string line, long? expected) =>
        Assert.Equal(expected, ProcFiles.Field([line], "Max open files"));

    public void Dispose()
    {
        _bridge.Dispose();
        _metrics.Dispose();
    }
}
