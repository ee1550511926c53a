using System.Net.Sockets;

namespace ScriptGrid.Testing;

/// <summary>
/// A real <c>redis-server</c> on a free port of 127.0.0.1, with its own directory and no persistence. Options are lines of redis.conf. Commands for set-up go
/// through a Unix socket as a separate administrator, regardless of the options for passwords, users and TLS.
/// </summary>
internal sealed class RedisServerProcess : IAsyncDisposable
{
    private const string Administrator = "test-set-up";
    private const string AdministratorPassword = "test-set-up-secret";
    private const int PortAttempts = 5;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-redis-");
    private readonly TestCertificates? _certificates;
    private readonly string[] _directives;
    private ChildProcess? _process;

    private RedisServerProcess(TestCertificates? certificates, string[] directives)
    {
        _certificates = certificates;
        _directives = directives;
    }

    /// <summary>The port it listens on: with TLS if it was started so, otherwise plain TCP. It stays the same after a restart.</summary>
    public int Port { get; } = FreePort.Find();

    /// <summary>The target identity, <c>127.0.0.1:port</c>.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>The id of the current process.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>The path of the Unix socket that it also listens on.</summary>
    public string SocketPath => Path.Combine(_directory.FullName, "redis.sock");

    /// <summary>Starts a server with these lines of redis.conf, for example <c>requirepass secret</c> or <c>maxclients 10</c>.</summary>
    public static Task<RedisServerProcess> StartAsync(params string[] directives) => StartAsync(null, directives);

    /// <summary>Starts a server with only TLS on its port. Client certificates are accepted; <c>tls-auth-clients yes</c> requires one.</summary>
    public static async Task<RedisServerProcess> StartAsync(TestCertificates? certificates, params string[] directives)
    {
        for (int attempt = 1; ; attempt++)
        {
            var server = new RedisServerProcess(certificates, directives);
            try
            {
                await server.RestartAsync();
                return server;
            }
            catch (InvalidOperationException e)
            {
                await server.DisposeAsync();
                if (attempt == PortAttempts || !e.Message.Contains("Address already in use", StringComparison.Ordinal))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Sends a command as administrator over a new connection, and returns its reply.</summary>
    public async Task<object?> CommandAsync(params string[] command)
    {
        await using RespClient client = await ConnectAsync();
        return await client.CommandAsync(command);
    }

    /// <summary>Connects as administrator.</summary>
    public async Task<RespClient> ConnectAsync()
    {
        RespClient client = await RespClient.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        await client.CommandAsync("AUTH", Administrator, AdministratorPassword);
        return client;
    }

    /// <summary>Returns the ids of ScriptGrid's open connections to it.</summary>
    public async Task<string[]> ScriptGridClientsAsync()
    {
        string list = (string)(await CommandAsync("CLIENT", "LIST"))!;
        return
        [
            .. list.Split('\n')
                .Where(static client => client.Contains(" name=scriptgrid ", StringComparison.Ordinal))
                .Select(static client => client.Split(' ')[0]),
        ];
    }

    /// <summary>Waits until ScriptGrid has closed every connection to it.</summary>
    public async Task WaitForNoScriptGridClientAsync()
    {
        using var expired = new CancellationTokenSource(CloseLimit);
        while ((await ScriptGridClientsAsync()).Length > 0)
        {
            if (expired.IsCancellationRequested)
            {
                throw new TimeoutException("A connection stays open.");
            }
        }
    }

    /// <summary>Sends SIGSTOP: connections stay open, and nothing answers.</summary>
    public void Pause() => Running.Pause();

    /// <summary>Sends SIGCONT.</summary>
    public void Continue() => Running.Continue();

    /// <summary>Kills the server. Connections are refused until it is started again.</summary>
    public async Task StopAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    /// <summary>Kills the server if it runs and starts it on the same port. Its data, its scripts and any configuration by command are lost.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        string configuration = Path.Combine(_directory.FullName, "redis.conf");
        await File.WriteAllLinesAsync(configuration, Configuration());
        _process = await ChildProcess.StartAsync("redis-server", [configuration], "ready to accept connections at");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Delete(recursive: true);
    }

    private ChildProcess Running => _process ?? throw new InvalidOperationException($"The Redis at {Address} was stopped.");

    private IEnumerable<string> Configuration() =>
    [
        "bind 127.0.0.1",
        .. _certificates is null ? [$"port {Port}"] : TlsDirectives(_certificates),
        $"unixsocket {SocketPath}",
        $"dir {_directory.FullName}",
        "save \"\"",
        "appendonly no",
        $"user {Administrator} on >{AdministratorPassword} ~* &* +@all",
        .. _directives,
    ];

    private IEnumerable<string> TlsDirectives(TestCertificates certificates) =>
    [
        "port 0",
        $"tls-port {Port}",
        $"tls-ca-cert-file {certificates.CaFile}",
        $"tls-cert-file {certificates.ServerCertFile}",
        $"tls-key-file {certificates.ServerKeyFile}",
        "tls-auth-clients optional",
    ];
}
