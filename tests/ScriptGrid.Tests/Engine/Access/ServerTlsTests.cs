using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Access;

/// <summary>TLS of the HTTP server, asked by curl and OpenSSL.</summary>
public sealed class ServerTlsTests : IDisposable
{
    private static readonly TestCertificates Own = new();
    private static readonly TestCertificates Foreign = new();

    private readonly ConfigurationFolder _folder = new();

    public ServerTlsTests()
    {
        Serve(Own.ServerCertFile, Own.ServerKeyFile);
        _folder.Write("ca.pem", File.ReadAllText(Own.CaFile));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "2")]
    [InlineData("http_server_config: {http2: false}", "1.1")]
    public async Task Get_OverTls_IsAnswered(string more, string version)
    {
        await using GuardedServer server = await StartAsync("", more);

        CurlAnswer answer = await GetAsync(server);
        CurlAnswer plain = await Curl.RunAsync($"http://localhost:{server.Port}/metrics");

        Assert.Equal((200, version), (answer.Status, answer.HttpVersion));
        Assert.Contains("redis_up{target=\"a:1\"} 1", answer.Output, StringComparison.Ordinal);
        Assert.Equal(0, plain.Status);
        Assert.Empty(server.Log.Entries);
    }

    [Theory]
    [InlineData("NoClientCert", "none own foreign")]
    [InlineData("RequestClientCert", "none own foreign")]
    [InlineData("RequireAnyClientCert", "own foreign")]
    [InlineData("RequireClientCert", "own foreign")]
    [InlineData("VerifyClientCertIfGiven, client_ca_file: ca.pem", "none own")]
    [InlineData("RequireAndVerifyClientCert, client_ca_file: ca.pem", "own")]
    [InlineData("RequireAndVerifyClientCert", "")]
    [InlineData("RequireAndVerifyClientCert, client_ca_file: ca.pem, client_allowed_sans: [elsewhere, localhost]", "own")]
    [InlineData("RequireAndVerifyClientCert, client_ca_file: ca.pem, client_allowed_sans: [127.0.0.1]", "own")]
    [InlineData("RequireAndVerifyClientCert, client_ca_file: ca.pem, client_allowed_sans: [elsewhere]", "")]
    [InlineData("RequireAnyClientCert, client_allowed_sans: [localhost]", "own foreign")]
    public async Task Get_ByClientAuthType_LetsInWhomGoWould(string clientAuthType, string expected)
    {
        await using GuardedServer server = await StartAsync($"client_auth_type: {clientAuthType}");

        List<string> welcome = [];
        foreach ((string name, string[] arguments) in new (string, string[])[]
        {
            ("none", []),
            ("own", ["--cert", Own.ClientCertFile, "--key", Own.ClientKeyFile]),
            ("foreign", ["--cert", Foreign.ClientCertFile, "--key", Foreign.ClientKeyFile]),
        })
        {
            CurlAnswer answer = await GetAsync(server, arguments);
            Assert.True(answer.Status is 200 or 0, answer.Output);
            if (answer.Status == 200)
            {
                welcome.Add(name);
            }
        }

        Assert.Equal(expected, string.Join(' ', welcome));
    }

    [Fact]
    public async Task Get_ServersCertificateAsAClients_IsRefused()
    {
        await using GuardedServer server = await StartAsync("client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem");

        CurlAnswer answer = await GetAsync(server, "--cert", Own.ServerCertFile, "--key", Own.ServerKeyFile);

        Assert.Equal(0, answer.Status);
    }

    [Theory]
    [InlineData("", "tls1_2 tls1_3")]
    [InlineData("min_version: TLS13", "tls1_3")]
    [InlineData("max_version: TLS12", "tls1_2")]
    public async Task Handshake_ByVersion_IsAsConfigured(string settings, string expected)
    {
        await using GuardedServer server = await StartAsync(settings);

        List<string> spoken = [];
        foreach (string version in (string[])["tls1", "tls1_1", "tls1_2", "tls1_3"])
        {
            if (await IsSpokenAsync(server, $"-{version}", "-cipher", "ALL:@SECLEVEL=0"))
            {
                spoken.Add(version);
            }
        }

        Assert.Equal(expected, string.Join(' ', spoken));
    }

    [Fact]
    public async Task Handshake_ChosenCipherSuites_TakesNoOther()
    {
        await using GuardedServer server = await StartAsync("cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]");

        Assert.True(await IsSpokenAsync(server, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"));
        Assert.False(await IsSpokenAsync(server, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384"));
        Assert.True(await IsSpokenAsync(server, "-tls1_3"));
    }

    [Fact]
    public async Task Look_CertificateReplaced_IsShownToNewConnections()
    {
        await using GuardedServer server = await StartAsync("");
        using HttpClient client = Client();
        Uri metrics = new($"https://localhost:{server.Port}/metrics");
        await client.GetStringAsync(metrics);

        Serve(Foreign.ServerCertFile, Foreign.ServerKeyFile);
        server.Access.Look();

        Assert.Equal(60, (await GetAsync(server)).ExitCode);
        Assert.Equal(200, (await Curl.RunAsync("--cacert", Foreign.CaFile, metrics.ToString())).Status);
        Assert.Contains("redis_up", await client.GetStringAsync(metrics), StringComparison.Ordinal); // Over the connection of before.
        Assert.Equal("The HTTP access files have changed; new connections and requests use them", Assert.Single(server.Log.Entries).Text);
    }

    [Theory]
    [InlineData("server.pem", "no certificate", "web.yml:1: cert_file: {0}/server.pem is not a usable PEM: it contains no certificate")]
    [InlineData("web.yml", "tls_server: {}", "web.yml:1: unknown key tls_server; did you mean tls_server_config?")]
    [InlineData("web.yml", "basic_auth_users: {}", "TLS cannot be turned on or off at run time; restart the process")]
    public async Task Look_FileThatIsOfNoUse_KeepsTheOldAndSaysSo(string file, string text, string problem)
    {
        await using GuardedServer server = await StartAsync("");
        string before = File.ReadAllText(Path.Combine(_folder.Path, file));

        _folder.Write(file, text);
        server.Access.Look();
        server.Access.Look();

        Assert.Equal([string.Format(null, problem, _folder.Path) + "; the previous content stays in use"], server.Log.Entries.Select(entry => entry.Text));
        Assert.Equal(200, (await GetAsync(server)).Status);

        _folder.Write(file, before);
        server.Access.Look();

        Assert.Equal(1023, server.Log.Entries.Last().Event.Id);
        Assert.Equal(200, (await GetAsync(server)).Status);
    }

    [Theory]
    [InlineData("", "client_auth_type no longer requires a certificate")]
    [InlineData("client_auth_type: RequireAnyClientCert, client_allowed_sans: [localhost]", "client_auth_type no longer checks certificates")]
    [InlineData("client_auth_type: VerifyClientCertIfGiven, client_ca_file: ca.pem, client_allowed_sans: [localhost]", "client_auth_type no longer requires a certificate")]
    [InlineData("client_auth_type: RequireAndVerifyClientCert, client_allowed_sans: [localhost]", "client_ca_file is missing now")]
    [InlineData("client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem", "client_allowed_sans is missing now")]
    public async Task Look_ClientsCertificatesThatAreTakenAway_StayAndItIsSaid(string settings, string problem)
    {
        await using GuardedServer server = await StartAsync("client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem, client_allowed_sans: [localhost]");

        Write(settings);
        server.Access.Look();

        Assert.All(server.Log.Entries, static entry => Assert.Equal(1024, entry.Event.Id));
        Assert.Contains(server.Log.Entries, entry => entry.Text.StartsWith(problem, StringComparison.Ordinal));
        Assert.Equal(0, (await GetAsync(server)).Status);
        Assert.Equal(0, (await GetAsync(server, "--cert", Foreign.ClientCertFile, "--key", Foreign.ClientKeyFile)).Status);
        Assert.Equal(200, (await GetAsync(server, "--cert", Own.ClientCertFile, "--key", Own.ClientKeyFile)).Status);
    }

    private static Task<CurlAnswer> GetAsync(GuardedServer server, params string[] arguments) =>
        Curl.RunAsync(["--cacert", Own.CaFile, .. arguments, $"https://localhost:{server.Port}/metrics"]);

    /// <summary>OpenSSL says a cipher only where the handshake came about.</summary>
    private static async Task<bool> IsSpokenAsync(GuardedServer server, params string[] arguments)
    {
        (_, string output) = await Programs.RunAsync("openssl", ["s_client", "-connect", $"127.0.0.1:{server.Port}", .. arguments]);
        return output.Contains("Cipher is ", StringComparison.Ordinal) && !output.Contains("Cipher is (NONE)", StringComparison.Ordinal);
    }

    private static HttpClient Client()
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(Own.CaFile);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        return new HttpClient(handler);
    }

    private void Serve(string certificate, string key)
    {
        _folder.Write("server.pem", File.ReadAllText(certificate));
        _folder.Write("server.key", File.ReadAllText(key));
    }

    private Task<GuardedServer> StartAsync(string tls, string more = "")
    {
        Write(tls, more);
        return GuardedServer.StartAsync(_folder, "config_file: web.yml");
    }

    private void Write(string tls, string more = "") => _folder.Write("web.yml", $$"""
        tls_server_config: {cert_file: server.pem, key_file: server.key, {{tls}}}
        {{more}}
        """);
}
