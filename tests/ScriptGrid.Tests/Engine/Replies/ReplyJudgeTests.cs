using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Tests.Engine.Replies;

/// <summary>Keys that differ as bytes and are one label: <c>?</c> stands for the byte ff.</summary>
public sealed class ReplyJudgeTests
{
    private static readonly ScriptSpec Script = new() { Name = "a.lua", Body = default };

    [Theory]
    [InlineData("? \\xff", "\\xff=2")]
    [InlineData("\\xff ?", "\\xff=2")]
    [InlineData("? ?", "\\xff=2")]
    [InlineData("a ? b \\xff c", "a=1 \\xff=4 b=3 c=5")]
    [InlineData("?\\xff \\xff?", "\\xff\\xff=2")]
    [InlineData("? \\xfe", "\\xff=1 \\xfe=2")]
    [InlineData("? \\xFF", "\\xff=1 \\xFF=2")]
    [InlineData("\\xff \\\\xff", "\\xff=1 \\\\xff=2")]
    [InlineData("ö \\xc3\\xb6", "ö=1 \\xc3\\xb6=2")]
    public void Judge_KeysThatAreOneLabel_AreOneSampleAndTheLastWins(string keys, string expected)
    {
        var samples = new SampleList();
        byte[] reply = Reply(keys.Split(' '));

        ReplyVerdict verdict = ReplyJudge.Judge(Script, DeclaredRows.None, reply, samples);

        Assert.Equal(ScriptResult.Values, verdict.Result);
        Assert.Equal(expected, Text(samples, reply));
    }

    [Fact]
    public void Judge_ManyKeysThatAreOneLabel_LeavesEachLabelOnce()
    {
        string[] keys = [.. Enumerable.Range(0, 100).SelectMany(static number => new[] { $"?{number}", $"\\xff{number}" })];
        var samples = new SampleList();
        byte[] reply = Reply(keys);

        ReplyJudge.Judge(Script, DeclaredRows.None, reply, samples);
        ReplyJudge.Judge(Script, DeclaredRows.None, reply, samples); // The list is reused.

        Assert.Equal(string.Join(' ', Enumerable.Range(0, 100).Select(static number => $"\\xff{number}={(2 * number) + 2}")), Text(samples, reply));
    }

    private static byte[] Reply(string[] keys) =>
    [
        .. Encoding.ASCII.GetBytes($"*{keys.Length * 2}\r\n"),
        .. keys.SelectMany(static (key, i) =>
        {
            byte[] bytes = [.. Encoding.UTF8.GetBytes(key).Select(static value => value == '?' ? (byte)0xff : value)];
            return Encoding.ASCII.GetBytes($"${bytes.Length}\r\n").Concat(bytes).Concat(Encoding.ASCII.GetBytes($"\r\n:{i + 1}\r\n"));
        }),
    ];

    private static string Text(SampleList samples, byte[] reply) =>
        string.Join(' ', samples.Samples.ToArray().Select(sample => $"{KeyText.Of(sample.KeyIn(reply))}={sample.Value}"));
}
