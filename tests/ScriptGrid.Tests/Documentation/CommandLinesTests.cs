using System.Text.RegularExpressions;
using ScriptGrid.Commands;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Commands;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Documentation;

/// <summary>Every command line of the pages is one that the program takes, and what needs no server is run.</summary>
public sealed partial class CommandLinesTests : IDisposable
{
    private static readonly string[] Pages =
    [
        .. Directory.GetFiles(Path.Combine(Checkout.Folder, "docs"), "*.md"), .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md" }.Select(static name => Path.Combine(Checkout.Folder, name)),
    ];

    private readonly TestFiles _files = new();
    private readonly TestCertificates _certificates = new();

    private static IEnumerable<(string Place, string[] Arguments)> Fenced =>
        from page in Pages
        from block in Shell().Matches(File.ReadAllText(page))
        from line in block.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        from command in ShellLine.Commands(line)
        let arguments = ShellLine.Arguments(command)
        where arguments is not null
        select ($"{Path.GetFileName(page)}: {line.Trim()}", arguments);

    /// <summary>Those within sentences, which may leave out what is required.</summary>
    private static IEnumerable<(string Place, string[] Arguments)> Mentioned =>
        from page in Pages
        from code in Inline().Matches(Fence().Replace(File.ReadAllText(page), ""))
        from command in ShellLine.Commands(code.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal))
        let arguments = ShellLine.Arguments(command)
        where arguments is not null
        select ($"{Path.GetFileName(page)}: {code.Value}", arguments);

    public void Dispose()
    {
        _files.Dispose();
        _certificates.Dispose();
    }

    [Fact]
    public void CommandLines_OfTheBlocks_AreTaken()
    {
        Assert.True(Fenced.Count() > 60, "The pages lost their commands.");
        Assert.Empty(Fenced.SelectMany(static line => Problems(line.Arguments).Select(problem => $"{line.Place}: {problem}")));
    }

    [Fact]
    public void CommandLines_WithinSentences_NameWhatThereIs()
    {
        Assert.True(Mentioned.Count() > 40, "The pages lost their commands.");
        Assert.Empty(Mentioned.SelectMany(static line => Problems(line.Arguments)
            .Where(static problem => problem.StartsWith("unknown", StringComparison.Ordinal)).Select(problem => $"{line.Place}: {problem}")));
    }

    [Fact]
    public async Task CommandLines_ThatNeedNoServer_Run()
    {
        string folder = Surroundings();
        string[][] lines = [.. Fenced.Where(static line => NeedsNoServer(line.Arguments)).Select(static line => line.Arguments).DistinctBy(static line => string.Join(' ', line))];

        Assert.True(lines.Length > 10, $"Of the pages' commands {lines.Length} are run.");
        foreach (string[] line in lines)
        {
            (int exitCode, string output, string error) = await ScriptGridProcess.RunAsync(start => start.WorkingDirectory = folder, line);

            Assert.True(exitCode == 0, $"scriptgrid {string.Join(' ', line)} ended with {exitCode}: {output}{error}");
        }
    }

    [Theory]
    [InlineData("a 'b c' \"d\"e # f", "a|b c|de")]
    [InlineData("x=1 scriptgrid run --args 'a|b' > out && b; c", "x=1|scriptgrid|run|--args|a|b / out / b / c")]
    [InlineData("source <(scriptgrid completion bash)", "source / scriptgrid|completion|bash")]
    public void Commands_OfALine_AreItsWords(string line, string expected) =>
        Assert.Equal(expected, string.Join(" / ", ShellLine.Commands(line).Select(static command => string.Join('|', command))));

    private static string[] Problems(string[] arguments) => new CommandLineApp(CommandLineHarness.Nothing, new Dictionary<string, string>(), static () => Stream.Null).Problems(arguments);

    private static bool NeedsNoServer(string[] arguments) => arguments switch
    {
        ["check", ..] => !arguments.Contains("-") && !arguments.Contains("--discover"),
        ["run", ..] => arguments.Contains("--embedded"),
        ["collectors" or "completion" or "help" or "--version", ..] => true,
        _ => arguments.Contains("--help"),
    };

    /// <summary>The files that the pages' commands name, as the pages have them.</summary>
    private string Surroundings()
    {
        string page = File.ReadAllText(Path.Combine(Checkout.Folder, "docs", "getting-started.md"));
        string script = Block(page, "lua");
        string configuration = _files.Write("scriptgrid.yml", Block(page, "yaml").Replace("/run/secrets/", "", StringComparison.Ordinal));
        string folder = Path.GetDirectoryName(configuration)!;
        Directory.CreateDirectory(Path.Combine(folder, "scripts"));
        Directory.CreateDirectory(Path.Combine(folder, "more", "deep"));
        Directory.CreateDirectory(Path.Combine(folder, "tests"));
        foreach (string copy in new[] { "queues.lua", "scripts/queues.lua", "more/deep/queues.lua" })
        {
            _files.Write(copy, script);
        }

        _files.Write("redis-mail", "a password");
        _files.Write("ca.pem", File.ReadAllText(_certificates.CaFile));
        _files.Write("data.txt", Block(page, "redis"));
        _files.Write("tests/queues.txt", Block(page, "redis"));
        return folder;
    }

    private static string Block(string page, string language) => Regex.Match(page, $"^```{language}\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex("^```(?:sh|console|bash)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Shell();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("`((?:source <\\()?scriptgrid [^`…]+)`")]
    private static partial Regex Inline();
}
