using ScriptGrid.Testing;
using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Documentation;

/// <summary>The pages as a site that anyone can build, by DocFX.</summary>
public sealed class SiteTests : IDisposable
{
    private static readonly string Docs = Path.Combine(Checkout.Folder, "docs");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scriptgrid-site-");

    private static IEnumerable<string> Pages => new[] { Docs, Path.Combine(Docs, "decisions") }
        .SelectMany(static folder => Directory.GetFiles(folder, "*.md")).Select(static file => Path.GetRelativePath(Docs, file)).Order(StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Contents_EachPage_IsThereOnce()
    {
        var contents = new YamlStream();
        contents.Load(new StringReader(File.ReadAllText(Path.Combine(Docs, "toc.yml"))));

        Assert.Equal(Pages, contents.Documents[0].AllNodes.OfType<YamlMappingNode>()
            .Where(static node => node.Children.ContainsKey("href")).Select(static node => $"{node.Children["href"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Readme_EachPage_IsThere()
    {
        string readme = File.ReadAllText(Path.Combine(Checkout.Folder, "README.md"));

        Assert.All(Pages.Where(static page => page != "index.md" && !page.StartsWith("decisions/", StringComparison.Ordinal)), page =>
            Assert.Contains($"](docs/{page}", readme, StringComparison.Ordinal));
    }

    [DocfxFact]
    public async Task Site_Built_HasASearchAndNoBrokenLink()
    {
        (int exitCode, string output) = await Programs.RunAsync(
            DotNetTool.Find("docfx")!, "build", Path.Combine(Docs, "docfx.json"), "--warningsAsErrors", "--output", _folder.FullName);

        Assert.True(exitCode == 0, output);
        string site = Path.Combine(_folder.FullName, "_site");
        Assert.Contains("id=\"search\"", File.ReadAllText(Path.Combine(site, "index.html")), StringComparison.Ordinal);
        Assert.Contains("max_connection_age", File.ReadAllText(Path.Combine(site, "index.json")), StringComparison.Ordinal);
    }

    /// <summary>A test on DocFX, a .NET tool that has to be fetched: where it is not installed the test is skipped, and counted as such.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class DocfxFactAttribute : FactAttribute
    {
        public DocfxFactAttribute() => Skip = DotNetTool.Find("docfx") is null ? "docfx is not installed: .ci/tools docfx@2.81.0" : null;
    }
}
