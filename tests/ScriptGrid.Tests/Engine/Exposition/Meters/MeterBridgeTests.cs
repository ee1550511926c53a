using System.Diagnostics.Metrics;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Testing;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

public sealed class MeterBridgeTests : IDisposable
{
    private readonly OwnMetrics _metrics = new();
    private readonly ScopeOfAHost _scope = new();
    private readonly Meter _meter;
    private readonly MeterBridge _bridge;

    public MeterBridgeTests()
    {
        _meter = NewMeter();
        _bridge = new MeterBridge(_metrics, ["test"], logger: null, _scope, hidden: ["hidden"]);
    }

    [Fact]
    public async Task Write_NothingMeasured_IsEmpty()
    {
        _meter.CreateCounter<long>("runs");

        Assert.Equal("", await PageAsync());
    }

    [Fact]
    public async Task Write_HiddenInstrument_IsNeitherShownNorRead()
    {
        int reads = 0;
        _meter.CreateObservableGauge("hidden", () => ++reads);
        _meter.CreateObservableGauge("shown", static () => 1);

        Assert.Equal(["shown"], (await SamplesAsync()).Keys);
        Assert.Equal(0, reads);
    }

    [Fact]
    public async Task Write_EachKindOfInstrument_IsItsFamily()
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
            string.Join('\n', FamiliesOfOneSample(await PageAsync()).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Write_OpenMetrics_CountersNameTheirFamilyWithoutTotal()
    {
        _meter.CreateCounter<long>("runs", null, "Runs.").Add(2, new Tag("result", "ok"));

        Assert.Equal(
            """
            # HELP runs Runs.
            # TYPE runs counter
            runs_total{result="ok"} 2.0

            """,
            await PageAsync(ExpositionFormat.OpenMetrics));
    }

    [Theory]
    [InlineData(ExpositionFormat.Text)]
    [InlineData(ExpositionFormat.OpenMetrics)]
    public async Task Write_HistogramWithAdvice_HasItsBuckets(ExpositionFormat format)
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
            duration_seconds_sum 2.65
            duration_seconds_count 4
            duration_seconds_bucket{le="0.1"} 2
            duration_seconds_bucket{le="1.0"} 3
            duration_seconds_bucket{le="+Inf"} 4

            """,
            await PageAsync(format));
    }

    [Fact]
    public async Task Write_HistogramInMilliseconds_IsInSeconds()
    {
        var advice = new InstrumentAdvice<long> { HistogramBucketBoundaries = [35, 1000] };
        _meter.CreateHistogram("latency", "ms", "Latency.", [], advice).Record(30, new Tag("op", "get"));

        Assert.Equal(
            """
            # HELP latency_seconds Latency.
            # TYPE latency_seconds histogram
            latency_seconds_sum{op="get"} 0.03
            latency_seconds_count{op="get"} 1
            latency_seconds_bucket{op="get",le="0.035"} 1
            latency_seconds_bucket{op="get",le="1.0"} 1
            latency_seconds_bucket{op="get",le="+Inf"} 1

            """,
            await PageAsync());
    }

    [Fact]
    public async Task Write_HistogramWithoutAdvice_HasADefaultForItsUnit()
    {
        _meter.CreateHistogram<double>("wait", "s").Record(3);
        _meter.CreateHistogram<int>("size").Record(3);
        IReadOnlyDictionary<string, double> samples = await SamplesAsync();

        Assert.Equal(1, samples["wait_seconds_bucket{le=\"5.0\"}"]);
        Assert.Equal(0, samples["wait_seconds_bucket{le=\"2.5\"}"]);
        Assert.Equal(1, samples["size_bucket{le=\"5.0\"}"]);
        Assert.Equal(1, samples["size_bucket{le=\"10000.0\"}"]);
    }

    [Fact]
    public async Task Write_TagsInAnyOrder_AreOneSeries()
    {
        Counter<long> runs = _meter.CreateCounter<long>("runs");
        runs.Add(1, new("b", "2"), new("a", 1));
        runs.Add(1, new("a", 1L), new("b", "2"));
        runs.Add(1, new Tag("a", "2"));

        IReadOnlyDictionary<string, double> samples = await SamplesAsync();

        Assert.Equal(2, samples["runs_total{a=\"1\",b=\"2\"}"]);
        Assert.Equal(1, samples["runs_total{a=\"2\"}"]);
        Assert.Equal(2, samples.Count);
    }

    [Fact]
    public async Task Write_TagsOfMeterAndInstrument_AreLabels()
    {
        using Meter meter = NewMeter(new Tag("silo", "a"));
        meter.CreateCounter<long>("runs", null, null, [new("pool", "b")]).Add(1, new Tag("result", "ok"));

        Assert.Contains("runs_total{pool=\"b\",result=\"ok\",silo=\"a\"} 1\n", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_CounterThatIsToldToGoDown_Stays()
    {
        Counter<int> runs = _meter.CreateCounter<int>("runs");
        runs.Add(3);
        runs.Add(-2);

        Assert.Equal(3, (await SamplesAsync())["runs_total"]);
    }

    [Fact]
    public async Task Write_ObservedCounterBeginsAnew_ShowsIt()
    {
        long read = 9;
        _meter.CreateObservableCounter("read", () => read);
        double before = (await SamplesAsync())["read_total"];
        read = 2;
        double after = (await SamplesAsync())["read_total"];

        Assert.Equal((9, 2), (before, after));
    }

    [Fact]
    public async Task Write_NoLongerObserved_IsGone()
    {
        string? state = "up";
        _meter.CreateObservableGauge("targets", () => new Measurement<int>(1, new Tag("state", state)));
        IReadOnlyDictionary<string, double> before = await SamplesAsync();
        state = "down";
        IReadOnlyDictionary<string, double> after = await SamplesAsync();
        state = null;
        IReadOnlyDictionary<string, double> untagged = await SamplesAsync();

        Assert.Equal(["targets{state=\"up\"}"], before.Keys);
        Assert.Equal(["targets{state=\"down\"}"], after.Keys);
        Assert.Equal(["targets"], untagged.Keys);
    }

    [Fact]
    public async Task Write_OneInstrumentThrows_TheOthersStay()
    {
        _meter.CreateObservableGauge("bad", int () => throw new InvalidOperationException("no"));
        _meter.CreateObservableGauge("good", () => 1);

        Assert.Equal(["good"], ExpositionPage.Parse(await PageAsync()).Families.Keys);
    }

    [Fact]
    public async Task Write_MeterDisposed_ItsSeriesAreGone()
    {
        _meter.CreateCounter<long>("runs").Add(1);
        _meter.CreateObservableGauge("targets", () => 1);
        IReadOnlyDictionary<string, double> before = await SamplesAsync();
        _meter.Dispose();

        Assert.Equal(["runs_total", "targets"], before.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(await SamplesAsync());
    }

    [Fact]
    public async Task Write_TwoInstrumentsOfOneName_TheFirstIsKept()
    {
        _meter.CreateCounter<long>("runs").Add(1);
        _meter.CreateGauge<long>("runs").Record(9);

        Assert.Equal(["runs_total"], (await SamplesAsync()).Keys);
    }

    [Fact]
    public async Task Write_FirstOfTwoInstrumentsGone_TheSecondTakesItsPlace()
    {
        using Meter first = NewMeter();
        first.CreateObservableGauge("targets", () => 1);
        first.CreateCounter<long>("runs").Add(1);
        _meter.CreateObservableGauge("targets", () => 2);
        Counter<long> runs = _meter.CreateCounter<long>("runs");
        runs.Add(5);
        IReadOnlyDictionary<string, double> before = await SamplesAsync();

        first.Dispose();
        runs.Add(2);
        IReadOnlyDictionary<string, double> after = await SamplesAsync();

        Assert.Equal((1, 1), (before["targets"], before["runs_total"]));
        Assert.Equal((2, 2), (after["targets"], after["runs_total"]));
    }

    [Fact]
    public async Task Write_NameComesBackAsAnotherType_IsLeftOut()
    {
        using Meter first = NewMeter();
        first.CreateCounter<long>("runs").Add(1);
        first.Dispose();
        _meter.CreateGauge<long>("runs").Record(9);

        Assert.Empty(ExpositionPage.Parse(await PageAsync(ExpositionFormat.OpenMetrics) + "# EOF\n", ExpositionFormat.OpenMetrics).Samples);
    }

    [Fact]
    public async Task Write_SecondInstrumentCreatedWhileTheFirstGoes_IsExposed()
    {
        using var start = new Barrier(2);
        for (int i = 0; i < 1000; i++)
        {
            Meter first = NewMeter();
            first.CreateObservableGauge("targets", () => 1);
            using Meter second = NewMeter();
            var going = Task.Run(() =>
            {
                start.SignalAndWait();
                first.Dispose();
            });
            start.SignalAndWait();
            second.CreateObservableGauge("targets", () => 2);
            await going;

            Assert.Equal(2, (await SamplesAsync())["targets"]);
        }
    }

    [Fact]
    public async Task Dispose_TwoInstrumentsOfOneName_Ends()
    {
        _meter.CreateCounter<long>("runs").Add(1);
        _meter.CreateGauge<long>("runs").Record(9);

        _bridge.Dispose();

        Assert.Empty(await SamplesAsync());
    }

    [Fact]
    public async Task Write_OtherMetersAndScopes_AreNotExposed()
    {
        using var other = new Meter(new MeterOptions("other") { Scope = _scope });
        using var foreign = new Meter(new MeterOptions("test") { Scope = new object() });
        other.CreateCounter<long>("runs").Add(1);
        foreign.CreateCounter<long>("runs").Add(1);

        Assert.Equal("", await PageAsync());
    }

    [Fact]
    public async Task Write_NoDescription_TheHelpNamesTheInstrument()
    {
        _meter.CreateCounter<long>("runs").Add(1);

        Assert.StartsWith("# HELP runs_total Instrument runs of meter test.\n", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_DescriptionOfSeveralLines_IsOneLineThatNeedsNoEscape()
    {
        _meter.CreateCounter<long>("runs", null, "Runs\nof \"a\\b\".").Add(1);

        Assert.StartsWith("# HELP runs_total Runs of 'a/b'.\n", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_LabelValueWithQuotes_IsEscaped()
    {
        _meter.CreateCounter<long>("runs").Add(1, new Tag("b", "say \"\\\n\""));

        Assert.Contains("runs_total{b=\"say \\\"\\\\\\n\\\"\"} 1\n", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_RecordedByMany_NothingIsLost()
    {
        Counter<long> runs = _meter.CreateCounter<long>("runs");
        Histogram<double> duration = _meter.CreateHistogram<double>("duration", "s");
        await Parallel.ForAsync(0, 20_000, async (i, _) =>
        {
            runs.Add(1, new Tag("worker", i % 7));
            duration.Record(0.5);
            if (i % 1000 == 0)
            {
                ExpositionPage.Parse(await PageAsync());
            }
        });

        IReadOnlyDictionary<string, double> samples = await SamplesAsync();

        Assert.Equal(20_000, Enumerable.Range(0, 7).Sum(worker => samples[$"runs_total{{worker=\"{worker}\"}}"]));
        Assert.Equal(20_000, samples["duration_seconds_count"]);
        Assert.Equal(10_000, samples["duration_seconds_sum"]);
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
        _bridge.Dispose();
        _meter.Dispose();
        _metrics.Dispose();
    }

    private static void RecordOnce(Counter<long> runs, Histogram<double> duration)
    {
        runs.Add(1, new Tag("result", "ok"));
        duration.Record(0.01);
    }

    private static IEnumerable<string> FamiliesOfOneSample(string page) =>
        page.TrimEnd().Split('\n').Chunk(3).Select(static family => string.Join('\n', family));

    private Meter NewMeter(params Tag[] tags) => new(new MeterOptions("test") { Scope = _scope, Tags = tags });

    private Task<string> PageAsync(ExpositionFormat format = ExpositionFormat.Text) => OwnPage.ReadAsync(_metrics, format);

    private async Task<IReadOnlyDictionary<string, double>> SamplesAsync() => ExpositionPage.Parse(await PageAsync()).Samples;

    /// <summary>Stands for a host's factory of meters, which is the scope of what it makes.</summary>
    private sealed class ScopeOfAHost : IMeterFactory
    {
        public Meter Create(MeterOptions options) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
