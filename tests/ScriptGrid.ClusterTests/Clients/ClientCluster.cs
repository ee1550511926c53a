using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Client;
using ScriptGrid.ClusterTests.Processes;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Clients;

/// <summary>A silo in a process of its own, one real target, and a client in this process.</summary>
internal sealed class ClientCluster : IAsyncDisposable
{
    private const string Secret = "a secret of the tests' own";

    /// <summary>Redis answers nobody for the first 5 s of a script, as long as a call here may take: a kill would come when the caller has gone.</summary>
    private const string AnswersSoon = "busy-reply-threshold 100";

    private readonly DirectoryInfo _directory;
    private readonly SiloProcess _silo;
    private readonly IHost _client;

    private ClientCluster(DirectoryInfo directory, RedisServerProcess server, SiloProcess silo, IHost client) =>
        (_directory, Server, _silo, _client) = (directory, server, silo, client);

    /// <summary>The target.</summary>
    public RedisServerProcess Server { get; }

    /// <summary>The client.</summary>
    public IScriptGridClient Grid => _client.Services.GetRequiredService<IScriptGridClient>();

    /// <summary>The silo's gateway.</summary>
    public string Gateway => $"127.0.0.1:{_silo.Ports.Gateway}";

    /// <summary>A file with the client secret.</summary>
    public string SecretFile => Path.Combine(_directory.FullName, "secret");

    /// <summary>What the silo logged so far.</summary>
    public string Log => _silo.Log;

    /// <summary>The target, as clients see it.</summary>
    public ITargetGrain Target => Grid.Target(Server.Address);

    /// <summary>Starts a silo that has neither scripts nor targets, so that its cluster has no catalogue.</summary>
    public static async Task<ClientCluster> StartWithoutCatalogueAsync()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("scriptgrid-client-");
        RedisServerProcess server = await RedisServerProcess.StartAsync(AnswersSoon);
        Ports ports = Ports.Find();
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "secret"), Secret + "\n");
        string configuration = Path.Combine(directory.FullName, "scriptgrid.yml");
        await File.WriteAllTextAsync(configuration, $"cluster: {{membership: localhost, client_secret_file: secret, primary_port: {ports.Silo}}}\n");
        return await ConnectAsync(directory, server, ports, await SiloProcess.StartAsync(ports, "--config.file", configuration));
    }

    /// <summary>Starts all of it, and waits until the silo collects.</summary>
    /// <param name="scripts">Configured scripts, an entry each.</param>
    public static Task<ClientCluster> StartAsync(params string[] scripts) => StartWithAsync("ad_hoc_eval: false", scripts);

    /// <summary>The same with one more key in the section of the cluster.</summary>
    public static async Task<ClientCluster> StartWithAsync(string setting, params string[] scripts)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("scriptgrid-client-");
        RedisServerProcess server = await RedisServerProcess.StartAsync(AnswersSoon);
        Ports ports = Ports.Find();
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "secret"), Secret + "\n");
        string configuration = Path.Combine(directory.FullName, "scriptgrid.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            global: {interval: 1s, timeout: 5s}
            scripts:
            {{string.Join('\n', scripts.Select(static script => $"  - {script}"))}}
            target_groups:
              - {targets: ["{{server.Address}}"], labels: {team: mail} }
            cluster: {membership: localhost, client_secret_file: secret, {{setting}}, primary_port: {{ports.Silo}} }
            """);
        SiloProcess silo = await SiloProcess.StartAsync(ports, "--config.file", configuration);
        await Repeat.UntilAsync(() => silo.GetAsync("/-/ready"), static answer => answer.Status == 200);
        return await ConnectAsync(directory, server, ports, silo);
    }

    /// <summary>A script of <c>contrib/patterns</c>, as an entry of the configuration.</summary>
    public static string Pattern(string name) =>
        $"{{file: \"{Path.Combine(AppContext.BaseDirectory, "patterns", name)}.lua\", interval: never, read_only: off}}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        await _silo.DisposeAsync();
        await Server.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static async Task<ClientCluster> ConnectAsync(DirectoryInfo directory, RedisServerProcess server, Ports ports, SiloProcess silo)
    {
        IHost client = Connect($"127.0.0.1:{ports.Gateway}", Secret);
        await client.StartAsync();
        return new ClientCluster(directory, server, silo, client);
    }

    private static IHost Connect(string gateway, string secret)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddScriptGridClient(client =>
        {
            client.Gateways.Add(gateway);
            client.Secret = secret;
        });
        return builder.Build();
    }
}
