using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Hosting;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Hosting;

/// <summary>Entries of the log as lines.</summary>
public sealed class TextLogFormatterTests
{
    [Theory]
    [InlineData(LogLevel.Trace, "trace")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    public void Write_Entry_IsOneLineWithTheLevelAsItIsConfigured(LogLevel level, string name) =>
        Assert.Equal($"2026-01-01T00:00:00.000Z {name}: ScriptGrid[2001] it is down\n", Write(level, "it is down", exception: null, isColoured: false));

    [Fact]
    public void Write_Terminal_ColoursTheLevelAlone() =>
        Assert.Equal(
            "2026-01-01T00:00:00.000Z \e[33mwarn\e[0m: ScriptGrid[2001] \\x1b[31mred\n",
            Write(LogLevel.Warning, "\e[31mred", exception: null, isColoured: true));

    [Fact]
    public void Write_Exception_IsOnTheSameLine()
    {
        string line = Write(LogLevel.Error, "failed", new InvalidOperationException("first\nsecond"), isColoured: false);

        Assert.Equal("2026-01-01T00:00:00.000Z error: ScriptGrid[2001] failed System.InvalidOperationException: first\\nsecond\n", line);
    }

    [Theory]
    [InlineData("plain, schön, 漢字 🙂 \u00a0", "plain, schön, 漢字 🙂 \u00a0")]
    [InlineData("a\nb\r\nc\td", "a\\nb\\r\\nc\\td")]
    [InlineData("\e[2J\a\0\x7f", "\\x1b[2J\\x07\\x00\\x7f")]
    [InlineData("\u0085\u009b1m", "\\x85\\x9b1m")]
    [InlineData("abc\u202edcba\u2028\u2066\ufeff", "abc\\u202edcba\\u2028\\u2066\\ufeff")]
    [InlineData("back\\slash", "back\\slash")]
    public void Of_Text_EscapesWhatActsOnATerminal(string text, string expected) => Assert.Equal(expected, OneLine.Of(text));

    private static string Write(LogLevel level, string message, Exception? exception, bool isColoured)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var entry = new LogEntry<string>(level, "ScriptGrid", new EventId(2001), message, exception, static (text, _) => text);
        new TextLogFormatter(new ManualTime(), isColoured).Write(in entry, null, output);
        return output.ToString();
    }
}
