using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Deploy;

/// <summary>The .NET tool as users get it: packed from what is built, installed from a folder, and run.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
    private static readonly string Configuration = typeof(ToolPackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scriptgrid-tool-");
    private readonly TestFiles _files = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _files.Dispose();
    }

    [Fact]
    public async Task Tool_InstalledFromAFolder_SaysWhatItIsAndRuns()
    {
        string project = Path.Combine(Checkout.Folder, "src", "ScriptGrid");
        await DotnetAsync("pack", project, "--no-build", "--configuration", Configuration, "--output", _folder.FullName, "-nodeReuse:false", "-verbosity:quiet");
        string package = Assert.Single(_folder.GetFiles("scriptgrid.*.nupkg")).FullName;
        XElement metadata = await MetadataAsync(package);
        string version = Of(metadata, "version").Value;

        Assert.Equal("MIT", Of(metadata, "license").Value);
        Assert.Equal("README.md", Of(metadata, "readme").Value);
        Assert.StartsWith("https://", Of(metadata, "repository").Attribute("url")?.Value, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{40}$", Of(metadata, "repository").Attribute("commit")?.Value);

        string sources = _files.Write("nuget.config", $"<configuration><packageSources><clear/><add key=\"folder\" value=\"{_folder.FullName}\"/></packageSources></configuration>");
        await DotnetAsync("tool", "install", "scriptgrid", "--tool-path", Path.Combine(_folder.FullName, "tools"), "--configfile", sources);
        string script = _files.Write("queues.lua", "return {'mail', 2}");

        Assert.StartsWith(version, await ToolAsync("--version"), StringComparison.Ordinal);
        Assert.Contains("redis_script_values{target=\"embedded\",filename=\"queues.lua\",key=\"mail\"} 2", await ToolAsync("run", "--embedded", "--script", script), StringComparison.Ordinal);
    }

    private static XElement Of(XElement metadata, string name) => metadata.Element(metadata.Name.Namespace + name)!;

    private static async Task<XElement> MetadataAsync(string package)
    {
        await using ZipArchive archive = await ZipFile.OpenReadAsync(package);
        string[] atTop = [.. archive.Entries.Select(static entry => entry.FullName).Where(static name => !name.Contains('/'))];
        Assert.Contains("README.md", atTop);
        Assert.Contains("LICENSE", atTop);
        await using Stream text = await archive.GetEntry("scriptgrid.nuspec")!.OpenAsync();
        XDocument nuspec = await XDocument.LoadAsync(text, LoadOptions.None, CancellationToken.None);
        return nuspec.Root!.Elements().Single();
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        (int exitCode, string output) = await Programs.RunAsync(new ProcessStartInfo(Path.Combine(DotnetRoot, "dotnet"), arguments));
        Assert.True(exitCode == 0, output);
    }

    private async Task<string> ToolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder.FullName, "tools", "scriptgrid"), arguments) { Environment = { ["DOTNET_ROOT"] = DotnetRoot } };
        (int exitCode, string output) = await Programs.RunAsync(start);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
