using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary><c>serve</c> with targets that files name.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Serve_FileThatChanges_CollectsWhatItNames()
    {
        await using RedisServerProcess first = await RedisServerProcess.StartAsync();
        await using RedisServerProcess second = await RedisServerProcess.StartAsync();
        _files.Write("a.lua", "return 1");
        _files.Write("targets.json", $$"""[{"targets": ["{{first.Address}}"], "labels": {"zone": "a"} }]""");
        string configuration = _files.Write("scriptgrid.yml", """
            global: {interval: 100ms}
            scripts: [{file: a.lua}]
            target_groups:
              - name: files
                file_sd: {files: [targets.json], refresh: 100ms}
            """);

        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync("--config.file", configuration);
        await serve.WaitForAsync(
            $$"""redis_script_values{target="{{first.Address}}",filename="a.lua",zone="a",key="value"} 1""",
            """scriptgrid_discovery_targets{group="files",source="file_sd"} 1""");
        _files.Write("targets.json", $$"""[{"targets": ["{{second.Address}}"]}]""");

        await serve.WaitForAsync(
            page => page.Contains($"redis_up{{target=\"{second.Address}\"}} 1", StringComparison.Ordinal)
                && !page.Contains(first.Address, StringComparison.Ordinal),
            "the second target alone");
        Assert.Equal(0, await serve.TerminateAsync());
    }
}
