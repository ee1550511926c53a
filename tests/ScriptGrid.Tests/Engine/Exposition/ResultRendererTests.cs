using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Exposition;

/// <summary>The lines of one run, as they are written.</summary>
public sealed class ResultRendererTests
{
    private static readonly TargetFamilies Families = new("redis");
    private readonly ResultRenderer _renderer = new();

    [Fact]
    public void Render_RunWithValues_WritesEveryFamily()
    {
        byte[] reply = "*6\r\n$5\r\nmails\r\n:12\r\n+open\r\n,0.5\r\n:7\r\n,inf\r\n"u8.ToArray();
        var history = default(RunHistory);
        history.Failed(FailureReason.Timeout, TimeSpan.FromSeconds(2));
        history.Failed(FailureReason.Connection, TimeSpan.FromSeconds(2));
        history.Failed(FailureReason.Timeout, TimeSpan.FromSeconds(2));
        history.Succeeded(ScriptResult.Values, TimeSpan.FromTicks(12_345), TimeSpan.FromSeconds(1_800_000_000.1239));

        Assert.Equal(
            """
            redis_script_result{target="10.0.0.1:6379",filename="q.lua",team="mail"} 1
            redis_script_values{target="10.0.0.1:6379",filename="q.lua",team="mail",key="mails"} 12
            redis_script_values{target="10.0.0.1:6379",filename="q.lua",team="mail",key="open"} 0.5
            redis_script_values{target="10.0.0.1:6379",filename="q.lua",team="mail",key="7"} +Inf
            redis_script_duration_seconds{target="10.0.0.1:6379",filename="q.lua",team="mail"} 0.001234
            redis_script_last_success_timestamp_seconds{target="10.0.0.1:6379",filename="q.lua",team="mail"} 1800000000.123
            redis_script_errors_total{target="10.0.0.1:6379",filename="q.lua",team="mail",reason="connection"} 1
            redis_script_errors_total{target="10.0.0.1:6379",filename="q.lua",team="mail",reason="timeout"} 2
            redis_script_errors_total{target="10.0.0.1:6379",filename="q.lua",team="mail",reason="script"} 0

            """,
            Render("target=\"10.0.0.1:6379\",", "filename=\"q.lua\",team=\"mail\"", history, reply));
    }

    [Fact]
    public void Render_FirstRunFailed_LeavesOutWhatThereIsNot()
    {
        var history = default(RunHistory);
        history.Failed(FailureReason.NoScript, TimeSpan.Zero);

        Assert.Equal(
            """
            redis_script_result{filename="q.lua"} 0
            redis_script_duration_seconds{filename="q.lua"} 0
            redis_script_errors_total{filename="q.lua",reason="noscript"} 1
            redis_script_errors_total{filename="q.lua",reason="script"} 0

            """,
            Render("", "filename=\"q.lua\"", history, "*0\r\n"u8));
    }

    [Fact]
    public void Render_Sections_EndWhereTheFamiliesDo()
    {
        var history = default(RunHistory);
        history.Succeeded(ScriptResult.Values, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        string lines = Render("", "filename=\"q.lua\"", history, ":42\r\n"u8);

        Assert.Equal(
            [.. Families.PerScript.Select(static (_, family) => family)],
            _renderer.Sections.ToArray().Select(static section => section.Family));
        int start = 0;
        foreach (Section section in _renderer.Sections)
        {
            Assert.All(
                lines[start..section.End].Split('\n')[..^1],
                line => Assert.StartsWith(Families.PerScript[section.Family].Name + "{", line, StringComparison.Ordinal));
            start = section.End;
        }

        Assert.Equal(lines.Length, start);
        Assert.Contains("redis_script_values{filename=\"q.lua\",key=\"value\"} 42\n", lines, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"plain", "plain")]
    [InlineData("", "")]
    [InlineData("a\"b", "a\\\"b")]
    [InlineData("a\\b", @"a\\b")]
    [InlineData("a\nb", @"a\nb")]
    [InlineData("\\n", @"\\n")]
    [InlineData("tab\tand\rreturn", "tab\tand\rreturn")]
    [InlineData("schön 漢字 🙂", "schön 漢字 🙂")]
    public void Render_Key_IsEscaped(string key, string expected) => Assert.Equal(expected, RenderKey(Encoding.UTF8.GetBytes(key)));

    [Theory]
    [InlineData(new byte[] { 0xff }, @"\\xff")]
    [InlineData(new byte[] { 0x61, 0x80, 0x62 }, @"a\\x80b")]
    [InlineData(new byte[] { 0xc3, 0xb6, 0xc3 }, @"ö\\xc3")]
    [InlineData(new byte[] { 0xe6, 0xbc, 0x22 }, @"\\xe6\\xbc\""")]
    [InlineData(new byte[] { 0xc0, 0xaf }, @"\\xc0\\xaf")]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 }, @"\\xed\\xa0\\x80")]
    public void Render_KeyThatIsNotUtf8_ShowsItsBytesAsText(byte[] key, string expected) => Assert.Equal(expected, RenderKey(key));

    [Theory]
    [InlineData("target=\"a:1\",", true, "redis_up{target=\"a:1\"} 1\n")]
    [InlineData("target=\"a:1\",team=\"mail\",", false, "redis_up{target=\"a:1\",team=\"mail\"} 0\n")]
    [InlineData("", true, "redis_up 1\n")]
    public void RenderUp_State_IsOneLine(string labels, bool isUp, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(ResultRenderer.RenderUp(Families.Up, Encoding.UTF8.GetBytes(labels), isUp)));

    private string RenderKey(byte[] key)
    {
        byte[] reply = [.. Encoding.ASCII.GetBytes($"*2\r\n${key.Length}\r\n"), .. key, .. "\r\n:1\r\n"u8];
        var history = default(RunHistory);
        history.Succeeded(ScriptResult.Values, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        string line = Render("", "filename=\"q.lua\"", history, reply).Split("\n")[1];
        const string before = "redis_script_values{filename=\"q.lua\",key=\"";
        Assert.StartsWith(before, line, StringComparison.Ordinal);
        return line[before.Length..^"\"} 1".Length];
    }

    private string Render(string targetLabel, string scriptLabels, RunHistory history, ReadOnlySpan<byte> reply)
    {
        var samples = new SampleList();
        ReplyParser.Parse(reply, samples);
        _renderer.Render(
            Families, Encoding.UTF8.GetBytes(targetLabel), new ScriptLabels(Encoding.UTF8.GetBytes(scriptLabels), []), history, samples, reply);
        return Encoding.UTF8.GetString(_renderer.Lines);
    }
}
