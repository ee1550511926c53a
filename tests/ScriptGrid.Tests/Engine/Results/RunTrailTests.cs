using System.Collections.Immutable;
using System.Text;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class RunTrailTests
{
    private static readonly TimeSpan Start = TimeSpan.FromDays(20_000);
    private static readonly KeyedValue[] Series = [.. new[] { "a", "b", "c" }.Select(static key => new KeyedValue($"redis_script_values{{key=\"{key}\"}}", 0))];

    private readonly RunTrail _trail = new();

    [Fact]
    public void Read_OneSlot_HasTheWorstResultTheLongestDurationAndTheLastValue()
    {
        Record(0, "a=1 b=2");
        Record(1, "", ScriptResult.Failed, seconds: 2);
        Record(2, "");
        Record(3, "b=4 a=3 c=9");

        TrailReport report = Read(14);

        Assert.Equal(DateTimeOffset.UnixEpoch + Start + RunTrail.Step, report.End);
        Assert.Equal((byte)TrailOutcome.Failed, report.Outcomes[^1]);
        Assert.Equal(2, report.Durations[^1]);
        Assert.Equal([(Series[0].Key, 3f), (Series[1].Key, 4f)], report.Series.Select(static series => (series.Series, series.Points[^1])));
        Assert.All(report.Outcomes.SkipLast(1), static outcome => Assert.Equal((byte)TrailOutcome.None, outcome));
        Assert.All(report.Series[0].Points.SkipLast(1), static point => Assert.Equal(float.NaN, point));
    }

    [Fact]
    public void Read_SlotsWithoutRuns_AreEmpty()
    {
        Record(0, "a=1");
        Record(45, "a=2");

        TrailReport report = Read(75);

        Assert.Equal([1, 0, 0, 1, 0, 0], report.Outcomes.TakeLast(6));
        Assert.Equal([1, float.NaN, float.NaN, 2, float.NaN, float.NaN], Assert.Single(report.Series).Points.TakeLast(6));
    }

    [Fact]
    public void Read_LongerThanAQuarterOfAnHour_ForgetsWhatIsOlder()
    {
        for (int slot = 0; slot < 100; slot++)
        {
            Record(15 * slot, $"a={slot}");
        }

        Assert.Equal(Enumerable.Range(40, RunTrail.Slots).Select(static slot => (float)slot), Read(15 * 99).Series[0].Points);
        Assert.All(Read(15 * 200).Outcomes, static outcome => Assert.Equal(0, outcome));
        Record(15 * 1000, "a=7");
        Assert.Equal([0, 1], Read(15 * 1000).Outcomes.TakeLast(2));
    }

    [Fact]
    public void Record_OtherSeriesThanBefore_AreKeptInsteadOfThem()
    {
        Record(0, "a=1 b=2");
        Record(15, "c=3");

        TrailSeries series = Assert.Single(Read(15).Series);
        Assert.Equal((Series[2].Key, float.NaN, 3f), (series.Series, series.Points[^2], series.Points[^1]));
    }

    [Fact]
    public void Record_SeriesThatComesLater_TakesTheFreePlace()
    {
        Record(0, "a=1");
        Record(15, "a=2 b=3 c=4");
        Record(30, "c=7 a=5 b=6");

        ImmutableArray<TrailSeries> series = Read(30).Series;

        Assert.Equal([Series[0].Key, Series[1].Key], series.Select(static one => one.Series));
        Assert.Equal([1, 2, 5], series[0].Points.TakeLast(3));
        Assert.Equal([float.NaN, 3, 6], series[1].Points.TakeLast(3));
    }

    [Theory]
    [InlineData("a=1 b=2", "a=3 c=4", "a", "c")]
    [InlineData("b=2 a=1", "a=3 c=4", "a", "c")]
    public void Record_SeriesThatIsGone_MakesPlaceForAnother(string before, string after, string stays, string comes)
    {
        Record(0, before);
        Record(15, after);

        ImmutableArray<TrailSeries> series = Read(15).Series;

        Assert.Equal([$"redis_script_values{{key=\"{stays}\"}}", $"redis_script_values{{key=\"{comes}\"}}"], series.Select(static one => one.Series));
        Assert.Equal([1, 3], series[0].Points.TakeLast(2));
        Assert.Equal([float.NaN, 4], series[1].Points.TakeLast(2));
    }

    [Fact]
    public void Record_SeriesThatIsAwayForARun_KeepsItsPlaceWhereNoOtherWantsIt()
    {
        Record(0, "a=1 b=2");
        Record(15, "a=3");
        Record(30, "a=4 b=5");

        Assert.Equal([2, float.NaN, 5], Read(30).Series[1].Points.TakeLast(3));
    }

    [Theory]
    [InlineData("mail_queue_length{queue=\"sms\"}", "mail_queue_length{queue=\"sms\"}", true)]
    [InlineData("mail_queue_length{queue=\"sms\"}", "mail_queue_length{queue=\"sm\",s=\"\"}", false)]
    [InlineData("depth", "depth", true)]
    [InlineData("depth", "redis_script_values{key=\"depth\"}", false)]
    [InlineData("redis_script_values{key=\"depth\"}", "keydb_script_values{key=\"depth\"}", true)]
    public void Hash_Series_IsTheSameForTheSame(string one, string other, bool isSame) => Assert.Equal(isSame, SeriesHash.Of(one) == SeriesHash.Of(other));

    [Theory]
    [InlineData(new byte[] { (byte)'a' }, "a")]
    [InlineData(new byte[] { 0xc3, 0xa9 }, "é")]
    [InlineData(new byte[] { 0xff, (byte)'a' }, @"\\xffa")]
    public void Hash_KeyOfAReply_IsThatOfItsSeriesOnThePage(byte[] key, string shown)
    {
        var samples = new SampleList();
        samples.Set(key, 0, key.Length, 1);

        Assert.Equal(SeriesHash.Of($"redis_script_values{{key=\"{shown}\"}}"), SeriesHash.At(0, samples, key, out _));
    }

    [Fact]
    public void Memory_OfATrail_IsBoundedAndTakenOnce()
    {
        (byte[] reply, SampleList samples) = Samples("a=1 b=2 c=3");
        var trails = new RunTrail[100];
        _trail.Record(Start, ScriptResult.Values, TimeSpan.Zero, samples, reply);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < trails.Length; i++)
        {
            trails[i] = new RunTrail();
            trails[i].Record(Start, ScriptResult.Values, TimeSpan.Zero, samples, reply);
        }

        long between = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            trails[0].Record(Start + (i * TimeSpan.FromSeconds(7)), ScriptResult.Values, TimeSpan.Zero, samples, reply);
        }

        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.InRange((between - before) / trails.Length, 1, 1024);
        Assert.Equal(between, after);
    }

    private TrailReport Read(int second) => _trail.Read(Start + TimeSpan.FromSeconds(second), Series);

    private void Record(int second, string values, ScriptResult? result = null, double seconds = 0.5)
    {
        (byte[] reply, SampleList samples) = Samples(values);
        ScriptResult known = result ?? (samples.Count > 0 ? ScriptResult.Values : ScriptResult.Empty);
        _trail.Record(Start + TimeSpan.FromSeconds(second), known, TimeSpan.FromSeconds(seconds), samples, reply);
    }

    private static (byte[] Reply, SampleList Samples) Samples(string values)
    {
        byte[] reply = Encoding.UTF8.GetBytes(values);
        var samples = new SampleList();
        int at = 0;
        foreach (string pair in values.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int sign = pair.IndexOf('=', StringComparison.Ordinal);
            samples.Set(reply, at, sign, int.Parse(pair[(sign + 1)..], null));
            at += pair.Length + 1;
        }

        return (reply, samples);
    }
}
