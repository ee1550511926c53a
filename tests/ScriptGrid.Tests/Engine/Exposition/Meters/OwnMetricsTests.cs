using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

/// <summary>The collector's own page: process, runtime and build.</summary>
public sealed class OwnMetricsTests : IDisposable
{
    private readonly Meter _meter;
    private readonly ProcessMetrics _process;
    private readonly MeterExposition _exposition;

    public OwnMetricsTests()
    {
        _meter = new Meter(new MeterOptions("ScriptGrid") { Scope = this });
        _process = new ProcessMetrics(this);
        _exposition = new MeterExposition(["ScriptGrid", ProcessMetrics.MeterName, "System.Runtime"], this);
        BuildInfo.Register(_meter);
    }

    [Fact]
    public async Task Write_AllMeters_HasNoLint()
    {
        Assert.Throws<FormatException>(static () => int.Parse("x", CultureInfo.InvariantCulture)); // gives dotnet_exceptions_total a series
        string page = Page();

        ExpositionPage parsed = ExpositionPage.Parse(page);
        await Promtool.AssertCleanAsync(page);

        Assert.Contains("dotnet_exceptions_total{error_type=\"FormatException\"}", parsed.Samples.Keys);
        string[] expected =
            ["dotnet_assemblies", "dotnet_gc_collections_total", "dotnet_process_cpus", "dotnet_thread_pool_threads", "dotnet_timers"];
        Assert.Empty(expected.Except(parsed.Families.Keys));
    }

    [Fact]
    public void Write_OpenMetrics_IsWellFormed() =>
        ExpositionPage.Parse(Page(ExpositionFormat.OpenMetrics) + "# EOF\n", ExpositionFormat.OpenMetrics);

    [Fact]
    public void Write_Process_HasPrometheusNames()
    {
        IReadOnlyDictionary<string, double> samples = ExpositionPage.Parse(Page()).Samples;

        Assert.InRange(samples["process_cpu_seconds_total"], 0.001, 1e6);
        Assert.InRange(samples["process_resident_memory_bytes"], 1e6, samples["process_virtual_memory_bytes"]);
        Assert.InRange(samples["process_open_fds"], 3, samples["process_max_fds"]);
        Assert.InRange(samples["process_threads"], 1, 10_000);
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - samples["process_start_time_seconds"], 0, 86_400);
    }

    [Fact]
    public void Write_BuildInfo_NamesBothVersions() =>
        Assert.Contains(
            $"scriptgrid_build_info{{dotnet=\"{Environment.Version}\",version=\"{BuildInfo.Version}\"}}",
            ExpositionPage.Parse(Page()).Samples.Keys);

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
        _exposition.Dispose();
        _process.Dispose();
        _meter.Dispose();
    }

    private string Page(ExpositionFormat format = ExpositionFormat.Text)
    {
        var buffer = new ExpositionBuffer();
        _exposition.Write(buffer, format);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
