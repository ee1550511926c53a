using System.Globalization;
using Microsoft.Playwright;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd.Pages;

/// <summary>One <c>scriptgrid serve</c> with a fleet of each kind of state, and one browser that looks at it.</summary>
public sealed class PagesFixture : IAsyncLifetime, IDisposable
{
    /// <summary>A key that would be trouble as HTML.</summary>
    public const string HostileKey = "<img src=x onerror=\"document.title='taken over'\">";

    private readonly TestFiles _files = new();
    private readonly List<EmbeddedRedisServer> _servers = [];
    private Chromium? _chromium;
    private ScriptGridProcess? _process;

    /// <summary>A target on which every script succeeds.</summary>
    internal string Good => _servers[0].EndPoint.ToString();

    /// <summary>A target on which a script fails.</summary>
    internal string Failing => _servers[^1].EndPoint.ToString();

    /// <summary>Where nothing listens.</summary>
    internal string Down { get; } = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Find()}");

    /// <summary>How many targets there are.</summary>
    internal int Targets => _servers.Count + 1;

    /// <summary>Where the process serves, without a slash at the end.</summary>
    internal string Url => $"http://{_process!.Address}";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        for (int i = 0; i < 5; i++)
        {
            _servers.Add(await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions()));
        }

        _process = await ScriptGridProcess.ServeAsync("--config.file", WriteConfiguration());
        _chromium = await Chromium.StartAsync();
        Assertions.SetDefaultExpectTimeout(60_000);
        await _process.WaitForAsync(
            $"redis_script_result{{target=\"{Good}\",filename=\"queues.lua\",env=\"prod\",region=\"north\",team=\"mail\"}} 1",
            $"redis_script_errors_total{{target=\"{Failing}\",filename=\"limits.lua\",env=\"staging\",region=\"north\",reason=\"script\"}}",
            $"redis_up{{target=\"{Down}\",env=\"staging\",region=\"north\"}} 0");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await (_chromium?.DisposeAsync() ?? default);
        await (_process?.DisposeAsync() ?? default);
        foreach (EmbeddedRedisServer server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    /// <summary>A browser of its own, without what others stored; <see cref="BrowserPage.OpenAsync"/> opens a page in it.</summary>
    internal async Task<BrowserPage> BrowseAsync() => new(await _chromium!.Browser.NewContextAsync(new() { BaseURL = Url, ViewportSize = BrowserPage.Wide }));

    private string WriteConfiguration()
    {
        string queues = _files.Write("queues.lua", $$"""
            -- How many messages wait.
            local waiting = tonumber(redis.call('TIME')[1]) % 100
            return {'mail:inbound', 4000 + waiting, 'mail:outbound', 711, '{{HostileKey.Replace("'", "\\'", StringComparison.Ordinal)}}', 3}
            """);
        string lengths = _files.Write("lengths.lua", """
            -- scriptgrid: gauge mail_queue_length{queue} Messages that wait in a queue.
            local rows = {}
            for i = 1, 20 do
              rows[i] = {'mail_queue_length', 'tenant-' .. i, i * 137}
            end
            return rows
            """);
        string limits = _files.Write("limits.lua", """
            local limit = redis.call('GET', 'limit')
            if limit > 3 then
              return {'limit', limit}
            end
            return {}
            """);
        string found = _files.Write("found.json", $$"""[{"targets": ["{{_servers[1].EndPoint}}", "127.0.0.1:1"], "labels": {"env": "prod"} }]""");
        return _files.Write("scriptgrid.yml", $$"""
            global: {interval: 1s, timeout: 5s, labels: {region: north} }
            scripts:
            - {file: {{queues}}, aggregate: [sum, max]}
            - file: {{lengths}}
            - file: {{limits}}
            target_groups:
            - {targets: ["{{_servers[0].EndPoint}}", "{{_servers[2].EndPoint}}", "{{_servers[3].EndPoint}}"], labels: {env: prod, team: mail}, scripts: [queues.lua, lengths.lua]}
            - {targets: ["{{_servers[4].EndPoint}}"], labels: {env: staging} }
            - {targets: ["{{Down}}"], labels: {env: staging} }
            - {name: inventory, file_sd: {files: ["{{found}}"]}, relabel: [{source_labels: [__address__], regex: "127.0.0.1:1", action: drop}], scripts: [queues.lua] }
            """);
    }
}

/// <summary>Tests that share the browser.</summary>
[CollectionDefinition(nameof(PagesCollection))]
public sealed class PagesCollection : ICollectionFixture<PagesFixture>;
