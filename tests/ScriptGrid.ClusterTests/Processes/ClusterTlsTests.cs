using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Client;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos that speak TLS, with one authority for themselves and one for clients.</summary>
public sealed class ClusterTlsTests : IAsyncLifetime
{
    private const string Gateway = "to the gateway: it speaks no TLS, or shows no certificate of the authority of clients";
    private const string SiloPort = "to the silo port: it speaks no TLS, or shows no certificate of the authority of silos";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-cluster-tls-");
    private readonly TestCertificates _silos = new();
    private readonly TestCertificates _clients = new();
    private RedisServerProcess _membership = null!;
    private RedisServerProcess _target = null!;

    public async Task InitializeAsync()
    {
        _membership = await RedisServerProcess.StartAsync();
        _target = await RedisServerProcess.StartAsync();
        await File.WriteAllTextAsync(At("one.lua"), "return {'a', 1}");
    }

    public async Task DisposeAsync()
    {
        await _membership.DisposeAsync();
        await _target.DisposeAsync();
        _silos.Dispose();
        _clients.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Connect_ByEachAuthority_LetsInWhomThePortIsFor()
    {
        string configuration = Configure("silos.yml", Tls(_silos, _silos), ForClients);
        await using SiloProcess first = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);
        await using SiloProcess second = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);
        await Repeat.UntilAsync(() => first.GetAsync(), static page => HasLines(page.Body, "scriptgrid_silo_up{silo=\"", 2));

        await using (ScriptGridClient client = await ConnectAsync(first, _clients.ClientCertFile, _clients.ClientKeyFile))
        {
            Assert.Equal(2, (await client.Fleet.GetStateAsync()).Silos.Length);
        }

        Assert.Equal(0, await RefusedAsync(first));
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using ScriptGridClient silo = await ConnectAsync(first, _silos.SiloCertFile, _silos.SiloKeyFile);
        });
        await Repeat.UntilAsync(() => RefusedAsync(first), static refused => refused > 0);
        Assert.Contains(Gateway, first.Log, StringComparison.Ordinal);

        // It knows the membership store, trusts both authorities and has a certificate of the clients' authority, good for both ends.
        double before = await RefusedAsync(second);
        string both = At("both.pem");
        await File.WriteAllTextAsync(both, $"{await File.ReadAllTextAsync(_silos.CaFile)}\n{await File.ReadAllTextAsync(_clients.CaFile)}");
        string rogue = Configure("rogue.yml", Tls(_silos, _clients).Replace(_silos.CaFile, both, StringComparison.Ordinal), ForClients);
        await using ChildProcess joining = await SiloProcess.StartUntilAsync(
            "accepts connections but does not answer: either its process hangs, or its cluster.tls differs from this silo's", Ports.Find(), "--config.file", rogue);
        await Repeat.UntilAsync(() => RefusedAsync(second), refused => refused > before);
        await Repeat.UntilAsync(() => Task.FromResult(first.Log + second.Log), static log => log.Contains(SiloPort, StringComparison.Ordinal));
        Assert.True(HasLines((await second.GetAsync()).Body, "scriptgrid_silo_up{silo=\"", 2));
        Assert.DoesNotContain(ServedAddress.Mark, joining.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(" Orleans.", joining.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_WhileSilosRun_KeepsConnectionsAndShowsTheNewCertificate()
    {
        string configuration = Configure("silos.yml", Tls(_silos, _silos), ForClients);
        await using SiloProcess first = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);
        await using SiloProcess second = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);
        await using ScriptGridClient client = await ConnectAsync(first, _clients.ClientCertFile, _clients.ClientKeyFile);
        string before = await ShownAsync(first.Ports.Silo, _silos);
        Assert.Equal(before, await ShownAsync(first.Ports.Gateway, _clients));
        (string certificate, string key) = _silos.NewSilo();

        await File.WriteAllTextAsync(_silos.SiloCertFile, certificate);
        await Repeat.UntilAsync(() => first.GetAsync(), static page => page.Body.Contains("\nscriptgrid_cluster_tls_last_read_successful{section=\"cluster.tls\"} 0\n", StringComparison.Ordinal));
        Assert.Equal(before, await ShownAsync(first.Ports.Silo, _silos));
        Assert.Equal(before, await ShownAsync(first.Ports.Gateway, _clients));
        await File.WriteAllTextAsync(_silos.SiloKeyFile, key);
        await Repeat.UntilAsync(() => first.GetAsync(), static page => HasLines(page.Body, "scriptgrid_cluster_tls_last_read_successful{section=\"cluster.", 2, " 1\n"));

        string after = await ShownAsync(first.Ports.Silo, _silos);
        Assert.NotEqual(before, after);
        Assert.Equal(after, await ShownAsync(first.Ports.Gateway, _clients));
        Assert.NotNull(await client.Target(_target.Address).GetSnapshotAsync());
        Assert.Equal(0, await RefusedAsync(first));
        Assert.Single(Lines(first, "cluster.tls: "));
        Assert.Single(Lines(first, "cluster.client_tls: "));
        Assert.Single(Lines(first, "The files of cluster.tls have changed; new connections use them"));
        await using SiloProcess third = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);
        await Repeat.UntilAsync(() => third.GetAsync("/metrics"), static page => HasLines(page.Body, "scriptgrid_silo_up{silo=\"", 3));
        string page = (await first.GetAsync()).Body;
        Assert.Contains("\nscriptgrid_cluster_certificate_not_after_timestamp_seconds{section=\"cluster.tls\"} 1", page, StringComparison.Ordinal);
        Assert.Contains("\nscriptgrid_cluster_certificate_not_after_timestamp_seconds{section=\"cluster.client_tls\"} 1", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_ClientsFiles_AreShownByNewConnections()
    {
        string configuration = Configure("silos.yml", Tls(_silos, _silos), ForClients);
        string certFile = At("client.pem");
        string keyFile = At("client.key");
        File.Copy(_silos.SiloCertFile, certFile);
        File.Copy(_silos.SiloKeyFile, keyFile);
        Ports ports = Ports.Find();
        await using SiloProcess silo = await SiloProcess.StartAsync(ports, "--config.file", configuration);
        Task<ScriptGridClient> connecting = ScriptGridClient.ConnectAsync(options =>
        {
            options.Gateways.Add($"localhost:{ports.Gateway}");
            options.Tls = new ScriptGridClientTls { CaFile = _silos.CaFile, CertFile = certFile, KeyFile = keyFile };
        });
        await Repeat.UntilAsync(() => RefusedAsync(silo), static refused => refused > 0);

        File.Copy(_clients.SiloCertFile, certFile, overwrite: true);
        File.Copy(_clients.SiloKeyFile, keyFile, overwrite: true);

        await using ScriptGridClient client = await connecting;
        Assert.Single((await client.Fleet.GetStateAsync()).Silos);
    }

    [Fact]
    public async Task Connect_GatewayThatAsksForNoCertificate_NeedsTheSecret()
    {
        await File.WriteAllTextAsync(At("secret"), "a secret of the tests' own");
        string configuration = Configure("silos.yml", "", $"client_tls: {{cert_file: {_silos.SiloCertFile}, key_file: {_silos.SiloKeyFile}}}, client_secret_file: secret, ");
        await using SiloProcess silo = await SiloProcess.StartAsync(Ports.Find(), "--config.file", configuration);

        await using (ScriptGridClient client = await ScriptGridClient.ConnectAsync(options =>
        {
            options.Gateways.Add($"localhost:{silo.Ports.Gateway}");
            options.SecretFile = At("secret");
            options.Tls = new ScriptGridClientTls { CaFile = _silos.CaFile };
        }))
        {
            Assert.Single((await client.Fleet.GetStateAsync()).Silos);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => ScriptGridClient.ConnectAsync(options =>
        {
            options.Gateways.Add($"localhost:{silo.Ports.Gateway}");
            options.SecretFile = At("secret");
            options.Tls = new ScriptGridClientTls { CaFile = _clients.CaFile };
            options.ConnectTimeout = TimeSpan.Zero;
        }));
        await Repeat.UntilAsync(() => RefusedAsync(silo), static refused => refused > 0);
    }

    [Fact]
    public async Task Join_EditionThatCannotBeUsedHere_EndsTheSiloBeforeItOwnsTargets()
    {
        string authority = At("of-targets.pem");
        File.Copy(_silos.CaFile, authority);
        string collected = $"\nredis_up{{target=\"{_target.Address}\"}} ";
        string cluster = $"membership: redis, connection: \"{_membership.Address}\"";
        await File.WriteAllTextAsync(At("first.yml"), $$"""
            global: {interval: 1s}
            scripts: [{file: one.lua}]
            target_groups: [{targets: ["{{_target.Address}}"], tls: {ca_file: "{{authority}}" } }]
            cluster: { {{cluster}} }
            """);
        await File.WriteAllTextAsync(At("bare.yml"), $"cluster: {{ {cluster} }}\n");
        await using SiloProcess first = await SiloProcess.StartAsync(Ports.Find(), "--config.file", At("first.yml"));
        await Repeat.UntilAsync(() => first.GetAsync(), page => page.Body.Contains(collected, StringComparison.Ordinal));
        File.Delete(authority);

        await using ChildProcess joining = await SiloProcess.StartUntilAsync(
            "cannot be used on this silo, which has no earlier one", Ports.Find(), "--config.file", At("bare.yml"));

        Assert.Equal(1, await joining.WaitForExitAsync(Limit));
        Assert.Contains("of-targets.pem", joining.Log, StringComparison.Ordinal);
        await Repeat.UntilAsync(() => first.GetAsync(), static page => HasLines(page.Body, "scriptgrid_silo_up{silo=\"", 1));
        Assert.Contains(collected, (await first.GetAsync()).Body, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(SiloProcess silo, string text) => silo.Log.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Whether a page has exactly so many lines of a series, with a value.</summary>
    private static bool HasLines(string page, string series, int count, string end = " 1\n") =>
        page.Split('\n').Count(line => line.StartsWith(series, StringComparison.Ordinal) && $"{line}\n".EndsWith(end, StringComparison.Ordinal)) == count;

    private static async Task<double> RefusedAsync(SiloProcess silo) =>
        double.Parse((await silo.ScrapeAsync()).Samples.Single(static sample => sample.StartsWith("scriptgrid_calls_refused_total ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The gateway shows a certificate of the silos' authority, whichever the client shows.</summary>
    private Task<ScriptGridClient> ConnectAsync(SiloProcess silo, string certFile, string keyFile) =>
        ScriptGridClient.ConnectAsync(options =>
        {
            options.Gateways.Add($"127.0.0.1:{silo.Ports.Gateway}");
            options.ConnectTimeout = TimeSpan.Zero;
            options.Tls = new ScriptGridClientTls { CaFile = _silos.CaFile, CertFile = certFile, KeyFile = keyFile };
        });

    /// <summary>The serial number of the certificate that a port shows.</summary>
    private static async Task<string> ShownAsync(int port, TestCertificates shown)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        string serial = "";
#pragma warning disable CA5359 // Which certificate is shown is what is asked here, not whether to trust it.
        await using var stream = new SslStream(socket.GetStream(), false, (_, certificate, _, _) =>
        {
            serial = certificate!.GetSerialNumberString();
            return true;
        });
#pragma warning restore CA5359
        using X509Certificate2 own = X509Certificate2.CreateFromPemFile(shown.ClientCertFile, shown.ClientKeyFile);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", ClientCertificates = [own] });
        return serial;
    }

    private string ForClients => $"client_tls: {{ca_file: {_clients.CaFile}}}, ";

    private static string Tls(TestCertificates trusted, TestCertificates own) =>
        $"tls: {{ca_file: {trusted.CaFile}, cert_file: {own.SiloCertFile}, key_file: {own.SiloKeyFile}}}, ";

    private string At(string name) => Path.Combine(_directory.FullName, name);

    private string Configure(string name, string tls, string clientTls)
    {
        File.WriteAllText(At(name), $$"""
            global: {interval: 1s}
            scripts: [{file: one.lua}]
            target_groups: [{targets: ["{{_target.Address}}"]}]
            cluster: { {{tls}}{{clientTls}}membership: redis, connection: "{{_membership.Address}}" }
            """);
        return At(name);
    }
}
