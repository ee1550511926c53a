using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary><c>serve</c> through a failover that Sentinels carry out.</summary>
public sealed class FailoverTests : IDisposable
{
    private const string Password = "geheimnis-der-gruppe";

    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Whether by the next look, or by what the Sentinel says.</summary>
    [Theory]
    [InlineData("200ms")]
    [InlineData("10m")]
    public async Task Serve_MasterThatDies_CallsTheNewOneMasterAndLogsInWhereAllowSays(string refresh)
    {
        string[] login = [$"requirepass {Password}", $"masterauth {Password}"];
        await using RedisServerProcess first = await RedisServerProcess.StartAsync(login);
        await using RedisServerProcess second = await RedisServerProcess.StartAsync([$"replicaof 127.0.0.1 {first.Port}", .. login]);
        await using SentinelProcess sentinel = await SentinelProcess.StartAsync(first, quorum: 1, Password);
        _files.Write("a.lua", "return 1");
        string configuration = _files.Write("scriptgrid.yml", $"""
            global: {"{"}interval: 100ms{"}"}
            scripts: [{"{"}file: a.lua{"}"}]
            target_groups:
              - name: mail
                sentinel:
                  addresses: [{sentinel.Address}]
                  password_file: {_files.Write("sentinel", SentinelProcess.Password)}
                  refresh: {refresh}
                password_file: {_files.Write("password", Password)}
                allow: [127.0.0.0/8]
                relabel: [{"{"}source_labels: [__meta_sentinel_role], target_label: role{"}"}]
            """);

        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync("--config.file", configuration);
        await serve.WaitForAsync(Value(first, "master"), Value(second, "replica"));
        await first.StopAsync();
        string page = await serve.WaitForAsync(
            page => page.Contains(Value(second, "master"), StringComparison.Ordinal)
                && ((refresh == "10m" && !page.Contains($"target=\"{first.Address}\",filename=\"a.lua\",role=\"master\"", StringComparison.Ordinal)) || page.Contains($"redis_up{{target=\"{first.Address}\",role=\"failed\"}} 0", StringComparison.Ordinal)),
            "the second as master");

        Assert.DoesNotContain($"target=\"{first.Address}\",filename=\"a.lua\",role=\"master\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, page + serve.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(SentinelProcess.Password, page + serve.Log, StringComparison.Ordinal);
    }

    /// <summary>The role comes from the servers themselves here; a dead one cannot tell that another took over, but the Sentinels do.</summary>
    [Fact]
    public async Task Serve_RoleLabel_NoDeadServerIsAMaster()
    {
        await using RedisServerProcess first = await RedisServerProcess.StartAsync();
        await using RedisServerProcess second = await RedisServerProcess.StartAsync($"replicaof 127.0.0.1 {first.Port}");
        await using SentinelProcess sentinel = await SentinelProcess.StartAsync(first, quorum: 1);
        _files.Write("a.lua", "return 1");
        string configuration = _files.Write("scriptgrid.yml", $"""
            global: {"{"}interval: 100ms, role_label: role{"}"}
            scripts: [{"{"}file: a.lua{"}"}]
            target_groups:
              - sentinel: {"{"}addresses: [{sentinel.Address}], password_file: {_files.Write("sentinel", SentinelProcess.Password)}, refresh: 200ms{"}"}
                allow: [127.0.0.0/8]
            """);

        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync("--config.file", configuration);
        await serve.WaitForAsync(Up(first, "master"), Up(second, "replica"));
        await first.StopAsync();
        string down = await serve.WaitForAsync(Up(second, "master"), $$"""redis_up{target="{{first.Address}}"} 0""");
        await sentinel.AwaitSwitchAsync();
        await first.RestartAsync();
        await serve.WaitForAsync(Up(first, "replica"));

        Assert.DoesNotContain($"{first.Address}\",role=\"master\"", down, StringComparison.Ordinal);
    }

    private static string Up(RedisServerProcess server, string role) => $$"""redis_up{target="{{server.Address}}",role="{{role}}"} 1""";

    private static string Value(RedisServerProcess server, string role) =>
        $$"""redis_script_values{target="{{server.Address}}",filename="a.lua",role="{{role}}",key="value"} 1""";
}
