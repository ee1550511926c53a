using System.Globalization;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>
/// One <c>redis-server</c> that acts as a whole fleet: it listens on all of 127.0.0.0/8, and each address counts as a target.
/// </summary>
internal sealed class RedisFleet : IAsyncDisposable
{
    private const int SpareClients = 100;

    private readonly TestCertificates? _certificates;
    private readonly RedisServerProcess _server;

    private RedisFleet(RedisServerProcess server, TestCertificates? certificates)
    {
        _server = server;
        _certificates = certificates;
    }

    /// <summary>The port of every target.</summary>
    public int Port => _server.Port;

    /// <summary>Starts the server with room for this many connections at once.</summary>
    public static async Task<RedisFleet> StartAsync(int connections, bool isTls)
    {
        FileDescriptors.Require(connections + SpareClients);
        TestCertificates? certificates = isTls ? new TestCertificates() : null;
        RedisServerProcess server = await RedisServerProcess.StartAsync(
            certificates,
            "bind 0.0.0.0",
            "protected-mode no",
            string.Create(CultureInfo.InvariantCulture, $"maxclients {connections + SpareClients}"),
            "tcp-backlog 4096");
        return new RedisFleet(server, certificates);
    }

    /// <summary>Returns the first targets of the fleet.</summary>
    public IEnumerable<string> Targets(int count) => Enumerable.Range(0, count).Select(Target);

    /// <summary>The key <c>tls</c> of a target group; empty for plain TCP.</summary>
    public string TlsSection => _certificates is null ? "" : $"tls: {{ca_file: {_certificates.CaFile}, server_name: localhost}}";

    /// <summary>The arguments that Redis' own tools need for TLS; empty for plain TCP.</summary>
    public IEnumerable<string> TlsArguments => _certificates is null ? [] : ["--tls", "--cacert", _certificates.CaFile, "--sni", "localhost"];

    /// <summary>Loads a script and returns its SHA-1 for EVALSHA.</summary>
    public async Task<string> LoadAsync(string script) => (string)(await _server.CommandAsync("SCRIPT", "LOAD", script))!;

    /// <summary>Closes this many of ScriptGrid's connections.</summary>
    public async Task KillConnectionsAsync(int count)
    {
        string[] clients = await _server.ScriptGridClientsAsync();
        await using RespClient administrator = await _server.ConnectAsync();
        foreach (string id in Random.Shared.GetItems(clients, Math.Min(count, clients.Length)).Distinct())
        {
            await administrator.CommandAsync("CLIENT", "KILL", "ID", id["id=".Length..]);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificates?.Dispose();
    }

    private string Target(int index) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(_certificates is null ? "redis" : "rediss")}://127.{1 + (index >> 16)}.{(index >> 8) & 255}.{index & 255}:{Port}");
}
