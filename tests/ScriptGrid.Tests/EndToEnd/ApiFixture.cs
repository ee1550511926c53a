using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>One <c>scriptgrid serve</c> for all tests of its API: a target that is written, one that a file lists, one that does not answer.</summary>
[CollectionDefinition(Name)]
public sealed class ApiFixture : IAsyncLifetime, ICollectionFixture<ApiFixture>
{
    public const string Name = "Api";

    private readonly TestFiles _files = new();
    private RedisServerProcess? _redis;
    private ScriptGridProcess? _serve;

    internal ScriptGridProcess Serve => _serve!;

    /// <summary>Address of the one that is written.</summary>
    internal string Written => _redis!.Address;

    /// <summary>Identity of the one that a file lists.</summary>
    internal string Found => $"{_redis!.Address}/1";

    /// <summary>Address of the one that does not answer.</summary>
    internal string Dead { get; } = $"127.0.0.1:{FreePort.Find()}";

    /// <summary>Where its files are.</summary>
    internal string Folder { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _redis = await RedisServerProcess.StartAsync("requirepass geheimnis");
        _files.Write("queues.lua", """
            -- scriptgrid: gauge mail_queue_length{queue} Messages that wait.
            local depth = redis.call('LLEN', 'mail') + #redis.call('KEYS', 'none')
            return {{'mail_queue_length', 'sms', 7}, {'mail', depth}}
            """);
        _files.Write("bad.lua", "error('boom')");
        _files.Write("found.json", $$"""[{"targets": ["{{Found}}", "127.0.0.2:1"], "labels": {"team": "sms"} }]""");
        string configuration = _files.Write("scriptgrid.yml", $$"""
            global: {interval: 1s, timeout: 10s, password: geheimnis}
            scripts: [{file: queues.lua, aggregate: [sum]}, {file: bad.lua}]
            target_groups:
              - {name: mail, targets: ["{{Written}}"], labels: {team: mail}, scripts: [queues.lua]}
              - {name: sms, file_sd: {files: [found.json]}, relabel: [{source_labels: [__address__], regex: "127.0.0.2:1", action: drop}]}
              - {name: dead, targets: ["{{Dead}}"], scripts: [queues.lua]}
            """);
        Folder = Path.GetDirectoryName(configuration)!;
        _serve = await ScriptGridProcess.ServeAsync("--config.file", configuration);
        await _serve.WaitForAsync(
            $$"""redis_up{target="{{Written}}",team="mail"} 1""",
            $$"""redis_up{target="{{Found}}",team="sms"} 1""",
            $$"""redis_up{target="{{Dead}}"} 0""");
        await Repeat.UntilAsync(() => _serve.SendAsync(HttpMethod.Get, "/-/ready"), static answer => answer.Status == 200);
    }

    public async Task DisposeAsync()
    {
        await _serve!.DisposeAsync();
        await _redis!.DisposeAsync();
        _files.Dispose();
    }
}
