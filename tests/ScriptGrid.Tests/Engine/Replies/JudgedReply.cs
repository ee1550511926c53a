using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Tests.Engine.Replies;

/// <summary>What a parser made of a reply, as tests compare it: values by key, as text the way the page shows them.</summary>
internal sealed record JudgedReply(int Result, FailureReason? Reason, string? Message, string Values)
{
    public static JudgedReply Default(ReadOnlySpan<byte> reply)
    {
        var samples = new SampleList();
        return From(ReplyParser.Parse(reply, samples), samples, reply);
    }

    public static JudgedReply ByRedisExporter(ReadOnlySpan<byte> reply)
    {
        var samples = new SampleList();
        return From(RedisExporterReplyParser.Parse(reply, samples), samples, reply);
    }

    public static JudgedReply Failed(Failure failure) => new((int)ScriptResult.Failed, failure.Reason, failure.Message, "");

    /// <summary>Samples as <c>key=value</c>, in the reply's order, separated by blanks.</summary>
    public static string Join(IEnumerable<KeyValuePair<string, string>> values) =>
        string.Join(' ', values.Select(static value => string.Create(CultureInfo.InvariantCulture, $"{value.Key}={value.Value}")));

    private static JudgedReply From(ReplyVerdict verdict, SampleList samples, ReadOnlySpan<byte> reply)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (Sample sample in samples.Samples)
        {
            var number = new ExpositionBuffer();
            number.AppendNumber(sample.Value);
            values.Add(new(KeyText.Of(sample.KeyIn(reply)), Encoding.ASCII.GetString(number.WrittenSpan)));
        }

        return new JudgedReply((int)verdict.Result, verdict.Failure?.Reason, verdict.Failure?.Message, Join(values));
    }
}
