using System.Text;
using System.Text.RegularExpressions;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib.Library;

/// <summary>
/// <c>docs/library.md</c> shows what each script of contrib says of itself and what it gives on a redis-server with fixed data. With
/// SCRIPTGRID_WRITE_LIBRARY=1 this test writes both anew.
/// </summary>
public sealed partial class LibraryPageTests
{
    private const string Begin = "<!-- the scripts -->\n";
    private const string End = "<!-- end of the scripts -->\n";

    [Fact]
    public void Samples_OfThePage_AreThoseOfAllScripts()
    {
        string contrib = Path.Combine(AppContext.BaseDirectory, "contrib");
        IEnumerable<string> files = Directory.EnumerateFiles(contrib, "*.lua", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(contrib, file))
            .Where(static file => !file.StartsWith("demo/", StringComparison.Ordinal) && file is not ("collectors/sentinel.lua" or "collectors/modules.lua")); // One is for Sentinels, one for servers with modules.

        Assert.Equal(files.Order(StringComparer.Ordinal), LibrarySamples.All.Select(static sample => sample.File).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Page_Scripts_AreAsTheirHeadersSayAndGiveTheirSamples()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "library.md"));
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        string scripts = await ScriptsAsync();
        if (Environment.GetEnvironmentVariable("SCRIPTGRID_WRITE_LIBRARY") == "1")
        {
            await File.WriteAllTextAsync(Checkout.PathOf("docs/library.md"), page[..begin] + scripts + page[end..]);
            return;
        }

        Assert.Equal(scripts, page[begin..end]);
    }

    private static async Task<string> ScriptsAsync()
    {
        var index = new StringBuilder("| script | what it is for |\n|---|---|\n");
        var sections = new StringBuilder();
        foreach (LibrarySample sample in LibrarySamples.All)
        {
            ScriptHeader header = ScriptHeader.Read(await ContribServer.ReadAsync(sample.File));
            await using LibraryServer server = await LibraryServer.StartAsync(sample);
            string page = await server.RunAsync(header);
            index.Append($"| [{sample.File}](#{Anchor(sample.File)}) | {Text(header.Summary.Split(". ")[0].TrimEnd('.'))} |\n");
            sections.Append($"""

                ### {sample.File}

                {Text(header.Summary)}

                - Gives: {Text(header.Result).Replace("declared below", "that it declares", StringComparison.Ordinal).Replace("described below", "that it describes", StringComparison.Ordinal)}
                - Servers: from {Text(header.Servers)} on
                - ACL: {CommandList().Replace(header.Acl, "`$0`")}
                - Costs: {Text(header.Cost)}

                ```sh
                {sample.CommandLine}
                ```

                ```
                {page.TrimEnd()}
                ```

                """.ReplaceLineEndings("\n"));
        }

        return $"{index}{sections}\n";
    }

    /// <summary>As GitHub makes it of a heading.</summary>
    private static string Anchor(string heading) => heading.Replace("/", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);

    private static string Text(string plain) => plain.Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    [GeneratedRegex(@"\+[a-z_|]+(?: \+[a-z_|]+)*")]
    private static partial Regex CommandList();
}
