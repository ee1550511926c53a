using System.Text;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Replies;

/// <summary>
/// Rows of declared metrics, from the reply to the lines of the page. A reply is written as rows separated by <c>;</c> and elements separated by blanks:
/// digits alone are an integer, <c>nil</c> is one, all else a string.
/// </summary>
public sealed class RowParserTests
{
    private static readonly ScriptSpec Script = new()
    {
        Name = "a.lua",
        Body = default,
        MaxSeries = 1000,
        Metrics =
        [
            .. new[]
            {
                "gauge length{queue} Messages that wait.",
                "counter sent_total{queue,result} Messages sent.",
                "gauge depth Without labels.",
                "histogram age_seconds{queue} How long messages wait.",
                "summary size_bytes{queue} Sizes.",
                "info worker_info{version,host} What runs.",
                "info alive_info Nothing but a name.",
            }.Select(static text => MetricDeclarationText.Parse(text, out _)!),
        ],
    };

    [Theory]
    [InlineData("length sms 12", "length{t=\"1\",queue=\"sms\"} 12")]
    [InlineData("length sms 1.5;length 7 2", "length{t=\"1\",queue=\"sms\"} 1.5|length{t=\"1\",queue=\"7\"} 2")]
    [InlineData("depth 3", "depth{t=\"1\"} 3")]
    [InlineData("worker_info 2.1 a7", "worker_info{t=\"1\",version=\"2.1\",host=\"a7\"} 1")]
    [InlineData("alive_info", "alive_info{t=\"1\"} 1")]
    [InlineData("length a\"b\\c 1", "length{t=\"1\",queue=\"a\\\"b\\\\c\"} 1")]
    [InlineData("length sms 1;sent_total sms ok 904;length fax 2", "length{t=\"1\",queue=\"sms\"} 1|length{t=\"1\",queue=\"fax\"} 2|sent_total{t=\"1\",queue=\"sms\",result=\"ok\"} 904")]
    [InlineData("other 4;length sms 1", "key other=4|length{t=\"1\",queue=\"sms\"} 1")]
    [InlineData("length sms 1;length sms 2", "length{t=\"1\",queue=\"sms\"} 2")]
    [InlineData(
        "age_seconds_bucket sms +Inf 5;age_seconds_count sms 5;age_seconds_bucket sms 0.5 3;age_seconds_sum sms 2.5",
        "age_seconds_bucket{t=\"1\",queue=\"sms\",le=\"0.5\"} 3|age_seconds_bucket{t=\"1\",queue=\"sms\",le=\"+Inf\"} 5|age_seconds_sum{t=\"1\",queue=\"sms\"} 2.5|age_seconds_count{t=\"1\",queue=\"sms\"} 5")]
    [InlineData(
        "age_seconds_bucket sms 1 3;age_seconds_count sms 5",
        "age_seconds_bucket{t=\"1\",queue=\"sms\",le=\"1\"} 3|age_seconds_bucket{t=\"1\",queue=\"sms\",le=\"+Inf\"} 5|age_seconds_count{t=\"1\",queue=\"sms\"} 5")]
    [InlineData("age_seconds_count sms 5", "age_seconds_bucket{t=\"1\",queue=\"sms\",le=\"+Inf\"} 5|age_seconds_count{t=\"1\",queue=\"sms\"} 5")]
    [InlineData("sent_total sms ok 0;sent_total sms lost inf", "sent_total{t=\"1\",queue=\"sms\",result=\"ok\"} 0|sent_total{t=\"1\",queue=\"sms\",result=\"lost\"} +Inf")]
    [InlineData("size_bytes sms 0.99 3;size_bytes sms 0.5 1", "size_bytes{t=\"1\",queue=\"sms\",quantile=\"0.5\"} 1|size_bytes{t=\"1\",queue=\"sms\",quantile=\"0.99\"} 3")]
    public void Judge_GoodRows_GiveTheirLines(string rows, string expected)
    {
        (ReplyVerdict verdict, string lines) = Judge(Nested(rows));

        Assert.Null(verdict.Failure);
        Assert.Equal(expected, lines);
    }

    [Theory]
    [InlineData("unknown a 1;length sms 1", "row 1 begins with \"unknown\", which is not a declared metric, and has 3 elements; declare the metric, or return a row of two elements, key and value")]
    [InlineData("length sms 1;sent_total sms 4", "row 2, sent_total: the row has 3 elements, but 4 are declared: the name, queue, result and the number")]
    [InlineData("length 4;length sms 1", "row 1, length: the row has 2 elements, but 3 are declared: the name, queue and the number")]
    [InlineData("worker_info 2.1 a7 1;length sms 1", "row 1, worker_info: the row has 4 elements, but 3 are declared: the name, version, host")]
    [InlineData("length sms many;length sms 1", "row 1, length: its value is the string \"many\", not a number")]
    [InlineData("length nil 4;length sms 1", "row 1, length: its label queue is nil; labels must be strings or numbers")]
    [InlineData("age_seconds_bucket sms wide 4;length sms 1", "row 1, age_seconds_bucket: its label le is the string \"wide\", not a number or +Inf")]
    [InlineData("size_bytes sms -7 4;length sms 1", "row 1, size_bytes: its label quantile is the number -7, not a number of at least 0")]
    [InlineData("age_seconds_count sms -4;length sms 1", "age_seconds_count: -4 is not a valid count; counts are 0 or more")]
    [InlineData("sent_total sms ok -4;length sms 1", "sent_total: -4 is not a valid counter; counters are 0 or more")]
    [InlineData("sent_total sms ok nan;length sms 1", "sent_total: NaN is not a valid counter; counters are 0 or more")]
    [InlineData(
        "age_seconds_bucket sms 0.5 3;age_seconds_bucket sms 2 4;length sms 1",
        "age_seconds_bucket{queue=\"sms\",le=\"2\"} belongs to a histogram with neither a bucket +Inf nor a count; return one of them")]
    [InlineData(
        "age_seconds_sum sms 3;length sms 1",
        "age_seconds_sum{queue=\"sms\"} belongs to a histogram with neither a bucket +Inf nor a count; return one of them")]
    [InlineData(
        "age_seconds_bucket sms 0.5 3;age_seconds_bucket sms 1 2;length sms 1",
        "age_seconds_bucket{queue=\"sms\",le=\"1\"} is 2, less than the bucket below it, 3; a bucket counts everything up to its bound")]
    [InlineData(
        "age_seconds_bucket sms +Inf 3;age_seconds_count sms 4;length sms 1",
        "age_seconds_count{queue=\"sms\"} is 4, but its bucket +Inf is 3; both count everything")]
    public void Judge_OneWrongRow_IsNamedAndTheGoodOnesStay(string rows, string expected)
    {
        (ReplyVerdict verdict, string lines) = Judge(Nested(rows));

        Assert.Equal((FailureReason.Reply, expected), (verdict.Failure!.Reason, verdict.Failure.Message));
        Assert.Equal("length{t=\"1\",queue=\"sms\"} 1", lines);
    }

    [Fact]
    public void Judge_FlatPairs_GiveMetricsWithoutLabelsAndKeys()
    {
        (ReplyVerdict verdict, string lines) = Judge(Encoding.UTF8.GetBytes("*4\r\n$5\r\ndepth\r\n:4\r\n$1\r\nk\r\n:5\r\n"));

        Assert.Null(verdict.Failure);
        Assert.Equal("key k=5|depth{t=\"1\"} 4", lines);
    }

    [Fact]
    public void Judge_FlatPairOfAMetricWithLabels_SaysWhatIsDeclared()
    {
        (ReplyVerdict verdict, _) = Judge(Encoding.UTF8.GetBytes("*2\r\n$6\r\nlength\r\n:4\r\n"));

        Assert.Equal("length: it is declared with queue; return rows of name, labels, number", verdict.Failure!.Message);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(900)]
    public void Judge_ManyRowsTwice_AreEachThereOnceWithTheLastValue(int count)
    {
        IEnumerable<string> rows = Enumerable.Range(0, count).Select(static i => $"length q{i} {i}");
        IEnumerable<string> again = Enumerable.Range(0, count).Select(static i => $"length q{i} {i + 5}");

        (ReplyVerdict verdict, string lines) = Judge(Nested(string.Join(';', rows.Concat(again))));

        Assert.Null(verdict.Failure);
        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"length{{t=\"1\",queue=\"q{i}\"}} {i + 5}"), lines.Split('|'));
    }

    [Fact]
    public void Judge_LabelsThatAreOneText_AreOneSeries()
    {
        byte[] reply = [.. "*2\r\n*3\r\n$6\r\nlength\r\n$1\r\n"u8, 0xff, .. "\r\n:1\r\n*3\r\n$6\r\nlength\r\n$4\r\n\\xff\r\n:2\r\n"u8];

        (_, string lines) = Judge(reply);

        Assert.Equal("length{t=\"1\",queue=\"\\\\xff\"} 2", lines);
    }

    [Fact]
    public void Judge_BucketsWhoseLabelsAreOneText_AreOneHistogram()
    {
        byte[] reply = Bytes(Nested(
            "age_seconds_bucket ? 0.5 1;age_seconds_bucket ? +Inf 10;age_seconds_bucket \\xff 1 2;age_seconds_count \\xff 10;size_bytes ? 0.5 1;size_bytes_sum \\xff 3;size_bytes_count ? 2"));

        (ReplyVerdict verdict, string lines) = Judge(reply);

        Assert.Null(verdict.Failure);
        Assert.Equal(
            [
                """age_seconds_bucket{t="1",queue="\\xff",le="0.5"} 1""",
                """age_seconds_bucket{t="1",queue="\\xff",le="1"} 2""",
                """age_seconds_bucket{t="1",queue="\\xff",le="+Inf"} 10""",
                """age_seconds_count{t="1",queue="\\xff"} 10""",
                """size_bytes{t="1",queue="\\xff",quantile="0.5"} 1""",
                """size_bytes_sum{t="1",queue="\\xff"} 3""",
                """size_bytes_count{t="1",queue="\\xff"} 2""",
            ],
            lines.Split('|'));
    }

    [Fact]
    public void Judge_BucketsWhoseLabelsAreOneTextAndFall_AreToldAndLeftOut()
    {
        byte[] reply = Bytes(Nested("age_seconds_bucket ? 0.5 10;age_seconds_bucket ? +Inf 10;age_seconds_bucket \\xff 1 2;age_seconds_count \\xff 2"));

        (ReplyVerdict verdict, string lines) = Judge(reply);

        Assert.Equal(
            "age_seconds_bucket{queue=\"\\xff\",le=\"1\"} is 2, less than the bucket below it, 10; a bucket counts everything up to its bound",
            verdict.Failure!.Message);
        Assert.Equal("", lines);
    }

    [Fact]
    public void Judge_LabelsThatLookAlikeWhenJoined_StayTwoSeries()
    {
        byte[] reply = Bytes(Nested("sent_total a\",result=\"b c 1;sent_total a b\",result=\"c 2;length ? 3;length \\xff 4"));

        (_, string lines) = Judge(reply);

        Assert.Equal(3, lines.Split('|').Length);
    }

    [Fact]
    public void Judge_LabelThatTheSeriesHasAlready_IsWrittenAsPrometheusWould()
    {
        (_, string lines) = Judge(Nested("sent_total sms ok 904"), "queue");

        Assert.Equal("sent_total{t=\"1\",exported_queue=\"sms\",result=\"ok\"} 904", lines);
    }

    [Fact]
    public void Judge_MoreRowsThanMaxSeries_KeepsNone()
    {
        (ReplyVerdict verdict, string lines) = Judge(Nested(string.Join(';', Enumerable.Range(0, 1001).Select(static i => $"length q{i} 1"))));

        Assert.Equal(FailureReason.Limit, verdict.Failure!.Reason);
        Assert.Equal("", lines);
    }

    private static (ReplyVerdict Verdict, string Lines) Judge(byte[] reply, params string[] taken)
    {
        var declared = DeclaredRows.Of(Script.Metrics, taken, []);
        var samples = new SampleList();
        ReplyVerdict verdict = ReplyJudge.Judge(Script, declared, reply, samples);
        var history = default(RunHistory);
        history.Succeeded(ScriptResult.Values, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var renderer = new ResultRenderer();
        renderer.Render(new TargetFamilies("redis", Script.Metrics), "t=\"1\","u8, new ScriptLabels([], []), history, samples, reply);
        string lines = Encoding.UTF8.GetString(renderer.Lines[renderer.Sections[TargetFamilies.Errors].End..]).TrimEnd();
        var keys = new List<string>();
        foreach (Sample sample in samples.Samples)
        {
            keys.Add($"key {Encoding.UTF8.GetString(sample.KeyIn(reply))}={sample.Value}");
        }

        return (verdict, string.Join('|', keys.Concat(lines.Split('\n')).Where(static line => line.Length > 0)));
    }

    /// <summary>The byte ff for each <c>?</c>.</summary>
    private static byte[] Bytes(byte[] reply) => [.. reply.Select(static value => value == '?' ? (byte)0xff : value)];

    private static byte[] Nested(string rows)
    {
        string[][] elements = [.. rows.Split(';').Select(static row => row.Split(' '))];
        return Encoding.UTF8.GetBytes($"*{elements.Length}\r\n" + string.Concat(elements.Select(static row => $"*{row.Length}\r\n" + string.Concat(row.Select(Element)))));
    }

    private static string Element(string text) =>
        text == "nil" ? "$-1\r\n" : long.TryParse(text, out _) && !text.StartsWith('+') ? $":{text}\r\n" : $"${Encoding.UTF8.GetByteCount(text)}\r\n{text}\r\n";
}
