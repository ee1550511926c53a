using System.Diagnostics.Metrics;
using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Testing;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

public sealed class MeterExpositionTests : IDisposable
{
    private readonly Meter _meter;
    private readonly MeterExposition _exposition;

    public MeterExpositionTests()
    {
        _meter = new Meter(new MeterOptions("test") { Scope = this });
        _exposition = new MeterExposition(["test"], this);
    }

    [Fact]
    public void Write_NothingMeasured_IsEmpty()
    {
        _meter.CreateCounter<long>("runs");

        Assert.Equal("", Page());
    }

    [Fact]
    public void Write_MeterOfTheHostsFactory_IsShownAndAnothersIsNot()
    {
        using var factory = new Factory();
        using var other = new Factory();
        factory.Create(new MeterOptions("test")).CreateCounter<long>("ours").Add(1);
        other.Create(new MeterOptions("test")).CreateCounter<long>("theirs").Add(1);
        using var exposition = new MeterExposition(["test"], factory: factory);
        var page = new ExpositionBuffer();

        // Counters show what was added while somebody listened.
        factory.Meter!.CreateCounter<long>("ours").Add(2);
        other.Meter!.CreateCounter<long>("theirs").Add(2);
        exposition.Write(page, ExpositionFormat.Text);

        string text = Encoding.UTF8.GetString(page.WrittenSpan);
        Assert.Contains("\nours_total 2\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EachKindOfInstrument_IsItsFamily()
    {
        _meter.CreateCounter<long>("runs", "{run}", "Runs.").Add(2);
        UpDownCounter<int> connections = _meter.CreateUpDownCounter<int>("connections", null, "Open connections.");
        connections.Add(3);
        connections.Add(-1);
        _meter.CreateGauge<double>("load", null, "Load.").Record(0.25);
        _meter.CreateObservableCounter("read", () => 5L, "By", "Bytes read.");
        _meter.CreateObservableGauge("age", () => 1500.0, "ms", "Age.");
        _meter.CreateObservableUpDownCounter("queue", () => (short)7, null, "Queue.");

        Assert.Equal(
            """
            # HELP age_seconds Age.
            # TYPE age_seconds gauge
            age_seconds 1.5
            # HELP connections Open connections.
            # TYPE connections gauge
            connections 2
            # HELP load Load.
            # TYPE load gauge
            load 0.25
            # HELP queue Queue.
            # TYPE queue gauge
            queue 7
            # HELP read_bytes_total Bytes read.
            # TYPE read_bytes_total counter
            read_bytes_total 5
            # HELP runs_total Runs.
            # TYPE runs_total counter
            runs_total 2

            """,
            Page());
    }

    [Fact]
    public void Write_OpenMetrics_CountersNameTheirFamilyWithoutTotal()
    {
        _meter.CreateCounter<long>("runs", null, "Runs.").Add(2, new Tag("result", "ok"));

        Assert.Equal(
            """
            # HELP runs Runs.
            # TYPE runs counter
            runs_total{result="ok"} 2

            """,
            Page(ExpositionFormat.OpenMetrics));
    }

    [Theory]
    [InlineData(ExpositionFormat.Text)]
    [InlineData(ExpositionFormat.OpenMetrics)]
    public void Write_HistogramWithAdvice_HasItsBuckets(ExpositionFormat format)
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] };
        Histogram<double> duration = _meter.CreateHistogram("duration", "s", "Duration.", [], advice);
        foreach (double value in (double[])[0.05, 0.1, 0.5, 2, double.NaN, double.PositiveInfinity])
        {
            duration.Record(value);
        }

        Assert.Equal(
            """
            # HELP duration_seconds Duration.
            # TYPE duration_seconds histogram
            duration_seconds_bucket{le="0.1"} 2
            duration_seconds_bucket{le="1.0"} 3
            duration_seconds_bucket{le="+Inf"} 4
            duration_seconds_sum 2.65
            duration_seconds_count 4

            """,
            Page(format));
    }

    [Fact]
    public void Write_HistogramInMilliseconds_IsInSeconds()
    {
        var advice = new InstrumentAdvice<long> { HistogramBucketBoundaries = [35, 1000] };
        _meter.CreateHistogram("latency", "ms", "Latency.", [], advice).Record(30, new Tag("op", "get"));

        Assert.Equal(
            """
            # HELP latency_seconds Latency.
            # TYPE latency_seconds histogram
            latency_seconds_bucket{op="get",le="0.035"} 1
            latency_seconds_bucket{op="get",le="1.0"} 1
            latency_seconds_bucket{op="get",le="+Inf"} 1
            latency_seconds_sum{op="get"} 0.03
            latency_seconds_count{op="get"} 1

            """,
            Page());
    }

    [Fact]
    public void Write_HistogramWithoutAdvice_HasADefaultForItsUnit()
    {
        _meter.CreateHistogram<double>("wait", "s").Record(3);
        _meter.CreateHistogram<int>("size").Record(3);
        ExpositionPage page = ExpositionPage.Parse(Page());

        Assert.Equal(1, page.Samples["wait_seconds_bucket{le=\"5.0\"}"]);
        Assert.Equal(0, page.Samples["wait_seconds_bucket{le=\"2.5\"}"]);
        Assert.Equal(1, page.Samples["size_bucket{le=\"5.0\"}"]);
        Assert.Equal(1, page.Samples["size_bucket{le=\"10000.0\"}"]);
    }

    [Fact]
    public void Write_TagsInAnyOrder_AreOneSeries()
    {
        Counter<long> runs = _meter.CreateCounter<long>("runs");
        runs.Add(1, new("b", "2"), new("a", 1));
        runs.Add(1, new("a", 1L), new("b", "2"));
        runs.Add(1, new Tag("a", "2"));

        ExpositionPage page = ExpositionPage.Parse(Page());

        Assert.Equal(2, page.Samples["runs_total{a=\"1\",b=\"2\"}"]);
        Assert.Equal(1, page.Samples["runs_total{a=\"2\"}"]);
        Assert.Equal(2, page.Samples.Count);
    }

    [Fact]
    public void Write_TagsOfMeterAndInstrument_AreLabels()
    {
        using var meter = new Meter(new MeterOptions("test") { Scope = this, Tags = [new("silo", "a")] });
        meter.CreateCounter<long>("runs", null, null, [new("pool", "b")]).Add(1, new Tag("result", "ok"));

        Assert.Contains("runs_total{pool=\"b\",result=\"ok\",silo=\"a\"} 1\n", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoLongerObserved_IsGone()
    {
        string state = "up";
        _meter.CreateObservableGauge("targets", () => new Measurement<int>(1, new Tag("state", state)));
        string before = Page();
        state = "down";
        string after = Page();

        Assert.Contains("state=\"up\"", before, StringComparison.Ordinal);
        Assert.DoesNotContain("state=\"up\"", after, StringComparison.Ordinal);
        Assert.Contains("state=\"down\"", after, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OneInstrumentThrows_TheOthersStay()
    {
        _meter.CreateObservableGauge("bad", int () => throw new InvalidOperationException("no"));
        _meter.CreateObservableGauge("good", () => 1);

        Assert.Equal(["good"], ExpositionPage.Parse(Page()).Families.Keys);
    }

    [Fact]
    public void Write_MeterDisposed_ItsFamiliesAreGone()
    {
        _meter.CreateCounter<long>("runs").Add(1);
        _meter.Dispose();

        Assert.Equal("", Page());
    }

    [Fact]
    public void Write_TwoInstrumentsOfOneName_TheFirstIsKept()
    {
        _meter.CreateCounter<long>("runs").Add(1);
        _meter.CreateGauge<long>("runs").Record(9);

        Assert.Equal(["runs_total"], ExpositionPage.Parse(Page()).Samples.Keys);
    }

    [Fact]
    public void Write_FirstOfTwoInstrumentsGone_TheSecondTakesItsPlace()
    {
        using var first = new Meter(new MeterOptions("test") { Scope = this });
        first.CreateObservableGauge("targets", () => 1);
        first.CreateCounter<long>("runs").Add(1);
        _meter.CreateObservableGauge("targets", () => 2);
        Counter<long> runs = _meter.CreateCounter<long>("runs");
        runs.Add(5);
        IReadOnlyDictionary<string, double> before = ExpositionPage.Parse(Page()).Samples;

        first.Dispose();
        runs.Add(2);
        IReadOnlyDictionary<string, double> after = ExpositionPage.Parse(Page()).Samples;

        Assert.Equal((1, 1), (before["targets"], before["runs_total"]));
        Assert.Equal((2, 2), (after["targets"], after["runs_total"]));
    }

    [Fact]
    public async Task Write_SecondInstrumentCreatedWhileTheFirstGoes_IsExposed()
    {
        using var start = new Barrier(2);
        for (int i = 0; i < 1000; i++)
        {
            var first = new Meter(new MeterOptions("test") { Scope = this });
            first.CreateObservableGauge("targets", () => 1);
            using var second = new Meter(new MeterOptions("test") { Scope = this });
            var going = Task.Run(() =>
            {
                start.SignalAndWait();
                first.Dispose();
            });
            start.SignalAndWait();
            second.CreateObservableGauge("targets", () => 2);
            await going;

            Assert.Equal(2, ExpositionPage.Parse(Page()).Samples["targets"]);
        }
    }

    [Fact]
    public void Dispose_TwoInstrumentsOfOneName_Ends()
    {
        _meter.CreateCounter<long>("runs").Add(1);
        _meter.CreateGauge<long>("runs").Record(9);

        _exposition.Dispose();

        Assert.Equal("", Page());
    }

    [Fact]
    public void Write_OtherMetersAndScopes_AreNotExposed()
    {
        using var other = new Meter(new MeterOptions("other") { Scope = this });
        using var foreign = new Meter(new MeterOptions("test") { Scope = new object() });
        other.CreateCounter<long>("runs").Add(1);
        foreign.CreateCounter<long>("runs").Add(1);

        Assert.Equal("", Page());
    }

    [Fact]
    public void Write_NoDescription_TheHelpNamesTheInstrument()
    {
        _meter.CreateCounter<long>("runs").Add(1);

        Assert.StartsWith("# HELP runs_total Instrument runs of meter test.\n", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RecordedByMany_NothingIsLost()
    {
        Counter<long> runs = _meter.CreateCounter<long>("runs");
        Histogram<double> duration = _meter.CreateHistogram<double>("duration", "s");
        Parallel.For(0, 20_000, i =>
        {
            runs.Add(1, new Tag("worker", i % 7));
            duration.Record(0.5);
            if (i % 1000 == 0)
            {
                ExpositionPage.Parse(Page());
            }
        });

        ExpositionPage page = ExpositionPage.Parse(Page());

        Assert.Equal(20_000, Enumerable.Range(0, 7).Sum(worker => page.Samples[$"runs_total{{worker=\"{worker}\"}}"]));
        Assert.Equal(20_000, page.Samples["duration_seconds_count"]);
        Assert.Equal(10_000, page.Samples["duration_seconds_sum"]);
    }

    [Fact]
    public void Record_KnownTags_AllocatesNothing()
    {
        Counter<long> runs = _meter.CreateCounter<long>("runs");
        Histogram<double> duration = _meter.CreateHistogram<double>("duration", "s");
        RecordOnce(runs, duration);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            RecordOnce(runs, duration);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose()
    {
        _exposition.Dispose();
        _meter.Dispose();
    }

    private static void RecordOnce(Counter<long> runs, Histogram<double> duration)
    {
        runs.Add(1, new Tag("result", "ok"));
        duration.Record(0.01);
    }

    private string Page(ExpositionFormat format = ExpositionFormat.Text)
    {
        var buffer = new ExpositionBuffer();
        _exposition.Write(buffer, format);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>As a host's: what it makes has it as its scope.</summary>
    private sealed class Factory : IMeterFactory
    {
        public Meter? Meter { get; private set; }

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            return Meter ??= new Meter(options);
        }

        public void Dispose() => Meter?.Dispose();
    }
}
