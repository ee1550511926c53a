using System.Text;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Tests.Engine.Replies;

/// <summary>Numbers in lines of text, by templates.</summary>
public sealed class TextLinesTests
{
    private static readonly ScriptSpec Script = new()
    {
        Name = "a.lua",
        Body = Encoding.UTF8.GetBytes("""
            -- scriptgrid: gauge memory Bytes.
            -- scriptgrid: gauge saved Whether it was saved.
            -- scriptgrid: counter calls_total{cmd} Calls.
            -- scriptgrid: counter seconds_total{cmd} Time.
            -- scriptgrid: counter failed_total{cmd} Failures.
            -- scriptgrid: summary time{cmd} Quantiles.
            -- scriptgrid: gauge keys{db} Keys.
            -- scriptgrid: line used_memory:{memory}
            -- scriptgrid: line last_save:{saved}
            -- scriptgrid: line cmd_{cmd}:calls={calls_total,time_count},usec={seconds_total/1000000},failed={failed_total}
            -- scriptgrid: line time_{cmd}:p{quantile}={time},p{quantile}={time}
            -- scriptgrid: line all_{cmd}:p{quantile}={time},p{quantile}={time},...
            -- scriptgrid: histogram age{cmd} Ages.
            -- scriptgrid: line age_{cmd}:{le}={age_bucket}
            -- scriptgrid: line {db}:keys={keys}
            return redis.call('INFO')
            """),
    };

    [Theory]
    [InlineData("used_memory:12", "memory=12")]
    [InlineData("# Memory\r\nused_memory:12\r\nused_memory_human:12K\r\n", "memory=12")]
    [InlineData("last_save:ok", "saved=1")]
    [InlineData("last_save:err", "saved=0")]
    [InlineData("last_save:perhaps", "")]
    [InlineData("used_memory:1\nused_memory:2", "memory=2")]
    [InlineData("cmd_config|get:calls=3,usec=1500000,failed=2", "calls_total{cmd=\"config|get\"}=3 seconds_total{cmd=\"config|get\"}=1.5 failed_total{cmd=\"config|get\"}=2 time_count{cmd=\"config|get\"}=3")]
    [InlineData("cmd_get:calls=3", "calls_total{cmd=\"get\"}=3 time_count{cmd=\"get\"}=3")]
    [InlineData("cmd_get:calls=3,other=4,usec=5", "calls_total{cmd=\"get\"}=3 time_count{cmd=\"get\"}=3")]
    [InlineData("cmd_get:calls=many,usec=5000000", "seconds_total{cmd=\"get\"}=5")]
    [InlineData("time_get:p50=1.5,p99.9=7", "time{cmd=\"get\",quantile=\"50\"}=1.5 time{cmd=\"get\",quantile=\"99.9\"}=7")]
    [InlineData("all_get:p50=1.5", "time{cmd=\"get\",quantile=\"50\"}=1.5")]
    [InlineData("all_get:p50=1,p75=2,p99=3,p99.9=4,sum=9", "time{cmd=\"get\",quantile=\"50\"}=1 time{cmd=\"get\",quantile=\"75\"}=2 time{cmd=\"get\",quantile=\"99\"}=3 time{cmd=\"get\",quantile=\"99.9\"}=4")]
    [InlineData("all_get:p50=many,p75=2,p,p99=3", "time{cmd=\"get\",quantile=\"75\"}=2")]
    [InlineData("all_get:,p50=1,,", "")]
    [InlineData("db0:keys=4,expires=1\r\ndb11:keys=5", "keys{db=\"db0\"}=4 keys{db=\"db11\"}=5")]
    [InlineData("", "")]
    [InlineData(":\n\r\n::=\ncmd_:\ncmd_x:calls=", "")]
    public void Judge_Text_ReadsItsLines(string text, string expected)
    {
        Assert.Equal(expected, Judge($"${Encoding.UTF8.GetByteCount(text)}\r\n{text}\r\n", out _));
    }

    [Theory]
    [InlineData("age_get:0.5=-1", "age_bucket: -1 is not a valid count; counts are 0 or more")]
    [InlineData("age_get:0.5=nan", "age_bucket: NaN is not a valid count; counts are 0 or more")]
    [InlineData("age_get:nan=1", "age_bucket: its label le is the string \"nan\", not a number or +Inf")]
    [InlineData("cmd_get:calls=-5", "calls_total: -5 is not a valid counter; counters are 0 or more")]
    [InlineData("time_get:p-1=1", "time: its label quantile is the string \"-1\", not a number of at least 0")]
    [InlineData("time_get:pnan=1", "time: its label quantile is the string \"nan\", not a number of at least 0")]
    public void Judge_TextWithWhatNoRowMayHave_IsToldAndTheRestStays(string line, string expected)
    {
        string text = line + "\nused_memory:12";
        string alone = Judge($"${text.Length}\r\n{text}\r\n", out ReplyVerdict ofText);
        string listed = Judge($"*1\r\n${text.Length}\r\n{text}\r\n", out ReplyVerdict ofList);

        Assert.Equal((FailureReason.Reply, expected), (ofText.Failure!.Reason, ofText.Failure.Message));
        Assert.Equal(ofText, ofList);
        Assert.StartsWith("memory=12", alone, StringComparison.Ordinal);
        Assert.Equal(alone, listed);
        Assert.DoesNotContain("time", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("age", alone, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_TextAndRows_ReadsBoth()
    {
        string series = Judge("*2\r\n$14\r\nused_memory:12\r\n*3\r\n$11\r\ncalls_total\r\n$3\r\nget\r\n:7\r\n", out ReplyVerdict verdict);

        Assert.Equal("memory=12 calls_total{cmd=\"get\"}=7", series);
        Assert.Equal(ReplyVerdict.Values, verdict);
    }

    [Fact]
    public void Judge_TextAndRowOfOneSeries_KeepsTheLast() => Assert.Equal(
        "memory=7", Judge("*2\r\n$14\r\nused_memory:12\r\n*2\r\n$6\r\nmemory\r\n:7\r\n", out _));

    [Fact]
    public void Judge_NeitherTextNorRow_IsToldAndTheRestStays()
    {
        string series = Judge("*2\r\n:5\r\n$14\r\nused_memory:12\r\n", out ReplyVerdict verdict);

        Assert.Equal("memory=12", series);
        Assert.Equal("element 1 is the number 5; return rows or texts", verdict.Failure?.Message);
    }

    [Theory]
    [InlineData("used_memory", "used_memory: no declared metric takes a number from it")]
    [InlineData("a:{memry}", "a:{memry}: memry is neither a declared metric nor a declared label")]
    [InlineData("a:{memory", "a:{memory: a brace is not closed")]
    [InlineData("a:{cmd}{calls_total}", "a:{cmd}{calls_total}: there must be text between two pairs of braces")]
    [InlineData("a:{calls_total}", "a:{calls_total}: the label cmd of calls_total must come before its number")]
    [InlineData("a:{cmd}={time}", "a:{cmd}={time}: the label quantile of time must come before its number")]
    [InlineData("a:{memory/0}", "a:{memory/0}: \"0\" is not a number to divide by")]
    [InlineData("a:{memory},...", "a:{memory},...: the last label must follow \",\", as the dots do")]
    [InlineData("a:{cmd}={calls_total},...", "a:{cmd}={calls_total},...: the last label must follow \",\", as the dots do")]
    [InlineData("{cmd}={calls_total}...", "{cmd}={calls_total}...: there must be text before the dots")]
    [InlineData("a:{memory,cmd}", "a:{memory,cmd}: cmd is not a declared metric with a number")]
    public void Parse_BadTemplate_SaysWhatIsWrong(string text, string expected)
    {
        Assert.Null(LineTemplate.Parse(text, Declared(), out string problem));

        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Parse_MoreLabelsThanALineMayHave_SaysSo()
    {
        string[] labels = [.. Enumerable.Range(0, 33).Select(static i => $"l{i}")];
        var declared = DeclaredRows.Of([new MetricDeclaration(MetricType.Gauge, "many", [.. labels], "")], [], []);

        Assert.Null(LineTemplate.Parse(string.Concat(labels.Select(static label => $"{label}={{{label}}} ")) + "n={many}", declared, out string problem));

        Assert.EndsWith(": 33 labels; a line may have at most 32", problem, StringComparison.Ordinal);
    }

    private static DeclaredRows Declared() => DeclaredRows.Of(
        [
            .. ScriptDirectives.Read(Script.Body)
                .Where(static directive => ScriptDirectives.LineOf(directive.Text) is null)
                .Select(static directive => MetricDeclarationText.Parse(directive.Text, out _)!),
        ],
        [],
        ScriptDirectives.Lines(Script.Body));

    private static string Judge(string reply, out ReplyVerdict verdict)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(reply);
        var samples = new SampleList();
        verdict = ReplyJudge.Judge(Script, Declared(), bytes, samples);
        return string.Join(' ', Enumerable.Range(0, samples.Rows.Count).Select(i => $"{samples.Rows.SeriesOf(bytes, samples.Rows[i])}={samples.Rows[i].Value}"));
    }
}
