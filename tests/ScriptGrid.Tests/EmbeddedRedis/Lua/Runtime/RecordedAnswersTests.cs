using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Runtime;

/// <summary>Scripts with what redis-server 7.0.15 answered: semantics, messages with names and lines, the order of <c>pairs</c>, borders of tables with holes.</summary>
public sealed partial class RecordedAnswersTests
{
    private const string Prologue =
        "local function p(...) local s='' for i=1,select('#',...) do s=s..'|'..tostring((select(i,...))) end return s end return p(pcall(function(...) ";

    private const string Epilogue = "\nend,1,2,3))";

    [Theory]
    [InlineData("messages.txt")]
    [InlineData("language.txt")]
    [InlineData("programs.txt")]
    public void Run_RecordedScripts_AnswersAsTheRealServer(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "TestData", "EmbeddedRedis", "answers", file);
        string[] records = File.ReadAllText(path, Encoding.Latin1).Split("\n----\n", StringSplitOptions.RemoveEmptyEntries);
        var differences = new List<string>();
        foreach (string record in records)
        {
            string[] parts = record.Split("\n--> ");
            string answer = Address().Replace(LuaScript.Run(Prologue + parts[0].TrimStart('\n') + Epilogue), "ADDRESS").Replace("\n", "\\n", StringComparison.Ordinal);
            if (answer != parts[1].TrimEnd('\n'))
            {
                differences.Add($"{parts[0]}\n  expected {parts[1]}\n  but was  {answer}");
            }
        }

        Assert.True(records.Length > 100);
        Assert.Empty(differences);
    }

    [GeneratedRegex("0x[0-9a-f]{6,}")]
    private static partial Regex Address();
}
