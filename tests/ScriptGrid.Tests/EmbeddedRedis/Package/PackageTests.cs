using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>
/// The package as users get it: packed from what is built, and used by projects of their own that run each sample of <c>docs/testing-with-embedded-redis.md</c>.
/// </summary>
public sealed partial class PackageTests : IDisposable
{
    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
    private static readonly string Page = Path.Combine(AppContext.BaseDirectory, "docs", "testing-with-embedded-redis.md");
    private static readonly string Project = Path.Combine(Checkout.Folder, "src", "ScriptGrid.EmbeddedRedis");
    private static readonly string Configuration = typeof(PackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scriptgrid-package-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Package_OfWhatIsBuilt_HasWhatNuGetAsksFor()
    {
        string package = await PackAsync();

        await using ZipArchive archive = await ZipFile.OpenReadAsync(package);
        string[] names = [.. archive.Entries.Select(static entry => entry.FullName)];
        Assert.Superset(
            new HashSet<string> { "README.md", "LICENSE", "lib/net10.0/ScriptGrid.EmbeddedRedis.dll", "lib/net10.0/ScriptGrid.EmbeddedRedis.xml" }, names.ToHashSet());
        await using Stream text = await archive.GetEntry("ScriptGrid.EmbeddedRedis.nuspec")!.OpenAsync();
        XElement metadata = (await XDocument.LoadAsync(text, LoadOptions.None, CancellationToken.None)).Root!.Elements().Single();
        Assert.Equal(("MIT", "README.md"), (Of(metadata, "license").Value, Of(metadata, "readme").Value));
        Assert.DoesNotContain(Of(metadata, "dependencies").Descendants(), static element => element.Name.LocalName == "dependency");
        Assert.True(File.Exists(Path.ChangeExtension(package, ".snupkg")), "There are no symbols.");
    }

    [Fact]
    public async Task Page_TenLinesOfItsBeginning_RunAndGiveWhatItShows()
    {
        await PackAsync();
        string file = Path.Combine(_folder.FullName, "try.cs");
        await File.WriteAllTextAsync(file, Blocks("csharp")[0]);

        string output = await DotnetAsync("run", file);

        string expected = Regex.Escape(Blocks("")[0]).Replace("40123", "[0-9]+", StringComparison.Ordinal);
        Assert.Matches($"{expected}$", output.ReplaceLineEndings("\n"));
        Assert.Equal(10, Blocks("csharp")[0].TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Page_SamplesForXunit_PassInAFreshProject()
    {
        await PackAsync();
        string[] samples = [.. Blocks("csharp").Skip(1)];
        for (int i = 0; i < samples.Length; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, $"Sample{i}.cs"), samples[i]);
        }

        string[] packages = ["Microsoft.NET.Test.Sdk", "xunit", "xunit.runner.visualstudio", "StackExchange.Redis", "Microsoft.Extensions.Caching.StackExchangeRedis", "Microsoft.Extensions.TimeProvider.Testing"];
        await WriteProjectAsync(packages);
        string output = await DotnetAsync("test", Path.Combine(_folder.FullName, "Samples.csproj"));

        int tests = samples.Sum(static sample => Regex.Count(sample, @"\[Fact\]"));
        Assert.Matches($"Failed: +0, Passed: +{tests}, Skipped: +0", output);
    }

    [Fact]
    public void Page_TableOfPackages_NamesTheVersionsThatTheTestsUse()
    {
        XDocument central = XDocument.Load(Path.Combine(Checkout.Folder, "Directory.Packages.props"));
        (string Package, string Version)[] rows = [.. TestedWith().Matches(File.ReadAllText(Page)).Select(static row => (row.Groups[1].Value, row.Groups[2].Value))];

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(row.Version, VersionOf(central, row.Package)));
    }

    [Fact]
    public void Page_TableOfOptions_NamesThemAll()
    {
        string[] names = [.. typeof(EmbeddedRedisOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(static option => option.Name)];
        string table = File.ReadAllText(Page).Split("## Options")[1];

        Assert.All(names, name => Assert.Contains($"`{name}`", table, StringComparison.Ordinal));
    }

    private static XElement Of(XElement metadata, string name) => metadata.Element(metadata.Name.Namespace + name)!;

    private static string VersionOf(XDocument central, string package) =>
        central.Descendants("PackageVersion").Single(element => element.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    private static string[] Blocks(string language) =>
        [.. Regex.Matches(File.ReadAllText(Page), $"^```{language}\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline).Select(static block => block.Groups[1].Value)];

    private async Task<string> PackAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources><clear/><add key="folder" value="{_folder.FullName}"/></packageSources>
              <fallbackPackageFolders><clear/><add key="known" value="{KnownPackages}"/></fallbackPackageFolders>
            </configuration>
            """);
        await DotnetAsync("pack", Project, "--no-build", "--configuration", Configuration, "--output", _folder.FullName, "-nodeReuse:false", "-verbosity:quiet");
        return Assert.Single(_folder.GetFiles("ScriptGrid.EmbeddedRedis.*.nupkg")).FullName;
    }

    /// <summary>Where the packages lie that the tests themselves use, so that nothing is fetched.</summary>
    private static string KnownPackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private async Task WriteProjectAsync(string[] packages)
    {
        XDocument central = XDocument.Load(Path.Combine(Checkout.Folder, "Directory.Packages.props"));
        IEnumerable<string> references = packages.Select(package => $"""<PackageReference Include="{package}" Version="{VersionOf(central, package)}"/>""");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "Samples.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <IsPackable>false</IsPackable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App"/>
                <PackageReference Include="ScriptGrid.EmbeddedRedis" Version="*"/>
                {string.Join("\n    ", references)}
                <Using Include="Xunit"/>
              </ItemGroup>
            </Project>
            """);
    }

    private async Task<string> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(DotnetRoot, "dotnet"), arguments)
        {
            WorkingDirectory = _folder.FullName,
            Environment = { ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "packages"), ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_NOLOGO"] = "1" },
        };
        (int exitCode, string output) = await Programs.RunAsync(start);
        Assert.True(exitCode == 0, output);
        return output;
    }

    [GeneratedRegex(@"^\| ([A-Za-z.]+)(?:,[^|]*)? \| ([0-9.]+)(?:,[^|]*)? \|$", RegexOptions.Multiline)]
    private static partial Regex TestedWith();
}
