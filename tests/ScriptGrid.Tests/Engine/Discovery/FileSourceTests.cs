using System.Diagnostics;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>Lists in files, and what becomes of them.</summary>
public sealed class FileSourceTests : IDisposable
{
    private readonly DiscoveryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_JsonAndYaml_GivesTargetsWithLabelsInOrder()
    {
        string json = _folder.Write("targets/a.json", """[{"targets": ["h1:1", "h2"], "labels": {"zone": "a", "__x": "y"}}, {"targets": ["h3"]}]""");
        string yaml = _folder.Write("targets/b.yml", "- targets: [h4, 'h5:2']\n  labels: {zone: $x, rank: 1}\n- {}\n");

        SourceAnswer answer = await Source("targets/*.json", "targets/*.yml").ReadAsync(default);

        Assert.Null(answer.Problem);
        Assert.Equal(
            [
                $"h1:1{{__meta_filepath={json},__x=y,zone=a}}", $"h2{{__meta_filepath={json},__x=y,zone=a}}", $"h3{{__meta_filepath={json}}}",
                $"h4{{__meta_filepath={yaml},rank=1,zone=$x}}", $"h5:2{{__meta_filepath={yaml},rank=1,zone=$x}}",
            ],
            DiscoveryFolder.Text(answer.Targets));
    }

    [Theory]
    [InlineData("a.json", """{"targets": []}""", "a.json:1: this is not a list such as")]
    [InlineData("a.json", "[{\"targets\":\n[1]}]", "a.json:2: this is not a list such as")]
    [InlineData("a.json", """[{"targets": ["h"], "lables": {}}]""", "a.json:1: this is not a list such as")]
    [InlineData("a.json", """[{"targets": ["h"], "labels": {"a-b": "c"}}]""", "a.json: \"a-b\" is not a label name")]
    [InlineData("a.json", "", "a.json:1: this is not a list such as")]
    [InlineData("a.yml", "targets: [h]", "a.yml:1: this is not a list such as")]
    [InlineData("a.yml", "- targets: [h]\n  lables: {}", "a.yml:2: unknown key lables; did you mean labels?")]
    [InlineData("a.yml", "- [\n", "a.yml:2: this is not valid YAML")]
    [InlineData("a.yml", "", "a.yml:1: this is not a list such as")]
    public async Task Read_WhatIsNoList_IsAFailureWithItsPlace(string name, string text, string problem)
    {
        _folder.Write(name, text);

        SourceAnswer answer = await Source(name).ReadAsync(default);

        Assert.Null(answer.Targets);
        Assert.StartsWith(problem, answer.Problem!.Replace(_folder.Path + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.json", "[]")]
    [InlineData("a.yml", "[]")]
    [InlineData("a.json", """[{"targets": []}]""")]
    public async Task Read_FileThatListsNothing_IsBelieved(string name, string text)
    {
        _folder.Write(name, """[{"targets": ["h"]}]""");
        IDiscoverySource source = Source(name);
        Assert.Single((await source.ReadAsync(default)).Targets!.Value);

        _folder.Write(name, text);
        SourceAnswer answer = await source.ReadAsync(default);

        Assert.Equal((0, null), (answer.Targets!.Value.Length, answer.Problem));
    }

    [Fact]
    public async Task Read_FilesThatGoBadOrVanish_KeepWhatTheyHadAndOthersGoOn()
    {
        _folder.Write("named.json", List("named"));
        _folder.Write("found/a.json", List("a"));
        _folder.Write("found/b.json", List("b"));
        IDiscoverySource source = Source("named.json", "found/*.json");
        Assert.Equal(["named", "a", "b"], await AddressesAsync(source));

        _folder.Write("found/a.json", "[{");
        _folder.Write("found/b.json", List("b2"));
        File.Delete(Path.Combine(_folder.Path, "named.json"));
        SourceAnswer broken = await source.ReadAsync(default);
        Assert.Equal(["named", "a", "b2"], broken.Targets!.Value.Select(static target => target.Address));
        Assert.Contains("named.json does not exist, and 1 more problems", broken.Problem, StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder.Path, "found/a.json"));
        Assert.Equal(["named", "b2"], await AddressesAsync(source));

        Directory.Delete(Path.Combine(_folder.Path, "found"), recursive: true);
        SourceAnswer gone = await source.ReadAsync(default);
        Assert.Equal(["named", "b2"], gone.Targets!.Value.Select(static target => target.Address));
        Assert.NotNull(gone.Problem);
    }

    /// <summary>A ConfigMap is a link to a link to a directory, and a new one is turned in by renaming.</summary>
    [Fact]
    public async Task Read_LinkThatIsTurned_IsFollowed()
    {
        _folder.Write("..1/targets.json", List("old"));
        _folder.Write("..2/targets.json", List("new"));
        string data = Path.Combine(_folder.Path, "..data");
        Directory.CreateSymbolicLink(data, "..1");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "targets.json"), "..data/targets.json");
        IDiscoverySource source = Source("targets.json");
        Assert.Equal(["old"], await AddressesAsync(source));

        Directory.CreateSymbolicLink(data + "_tmp", "..2");
        using Process rename = Programs.Start(new ProcessStartInfo("mv", ["-T", data + "_tmp", data])); // .NET renames no link to a directory.
        await rename.WaitForExitAsync();

        Assert.Equal(["new"], await AddressesAsync(source));
    }

    [Fact]
    public async Task Remember_FilesThatCannotBeRead_KeepWhatAnotherProcessFoundInThem()
    {
        _folder.Write("named.json", List("named"));
        _folder.Write("found/a.json", List("a"));
        _folder.Write("found/b.json", List("b"));
        SourceAnswer before = await Source("named.json", "found/*.json").ReadAsync(default);
        IDiscoverySource source = Source("named.json", "found/*.json");

        source.Remember(before.Targets!.Value);
        File.Delete(Path.Combine(_folder.Path, "named.json"));
        File.Delete(Path.Combine(_folder.Path, "found/a.json"));
        _folder.Write("found/b.json", "[{");
        SourceAnswer answer = await source.ReadAsync(default);

        Assert.Equal(["named", "b"], answer.Targets!.Value.Select(static target => target.Address));
        Assert.NotNull(answer.Problem);
    }

    private static string List(string host) => $$"""[{"targets": ["{{host}}"]}]""";

    private static async Task<IEnumerable<string>> AddressesAsync(IDiscoverySource source) =>
        (await source.ReadAsync(default)).Targets!.Value.Select(static target => target.Address);

    private IDiscoverySource Source(params string[] files) =>
        DiscoveryFolder.Source(_folder.Load($"  - file_sd: {{files: [{string.Join(", ", files.Select(static file => $"'{file}'"))}]}}"));
}
