using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>SIGHUP and /-/reload on a process that serves.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task HangUp_ChangedFiles_AreTakenAndBadOnesAreNot()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        _files.Write("a.lua", "return 1");
        string configuration = Configure("a.lua");
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync("--config.file", configuration);
        await serve.WaitForAsync(Value("a.lua", 1), "scriptgrid_config_last_reload_successful 1");
        string[] clients = await server.ScriptGridClientsAsync();

        _files.Write("a.lua", "return 2");
        _files.Write("b.lua", "return 3");
        Configure("a.lua", "b.lua");
        serve.HangUp();
        await serve.WaitForAsync(Value("a.lua", 2), Value("b.lua", 3));

        _files.Write("scriptgrid.yml", "scripts: [{file: a.lua, colour: red}]");
        serve.HangUp();
        await serve.WaitForAsync("scriptgrid_config_last_reload_successful 0", Value("a.lua", 2), Value("b.lua", 3));
        (int status, string errors) = await serve.SendAsync(HttpMethod.Post, "/-/reload");

        Configure("b.lua");
        (int reloaded, _) = await serve.SendAsync(HttpMethod.Put, "/-/reload");
        string page = await serve.WaitForAsync("scriptgrid_config_last_reload_successful 1");

        Assert.Equal(500, status);
        Assert.Contains($"{configuration}:1: ", errors, StringComparison.Ordinal);
        Assert.Contains("colour", serve.Log, StringComparison.Ordinal);
        Assert.Equal(200, reloaded);
        Assert.DoesNotContain("a.lua", page, StringComparison.Ordinal);
        Assert.Equal(clients, await server.ScriptGridClientsAsync());

        string Configure(params string[] scripts) => _files.Write("scriptgrid.yml", $$"""
            global: {interval: 100ms}
            scripts: [{{string.Join(", ", scripts.Select(static script => $"{{file: {script}}}"))}}]
            target_groups:
              - targets: [{{server.Address}}]
            """);

        string Value(string script, int value) =>
            $$"""redis_script_values{target="{{server.Address}}",filename="{{script}}",key="value"} {{value}}""";
    }
}
