using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Configuration.Access;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Documentation.Schemas;

namespace ScriptGrid.Tests.Engine.Configuration.Access;

public sealed class WebConfigReaderTests : IDisposable
{
    private const string Hash = "$2y$04$KPTKB7ovX0aMMeVfyrXOleqIvSi1SB4PYBlPKj1HWWpbYGhyJOMlq";
    private const string Certificate = "cert_file: server.pem, key_file: server.key";

    private static readonly TestCertificates Certificates = new();

    private readonly ConfigurationFolder _folder = new();

    public WebConfigReaderTests()
    {
        _folder.Write("server.pem", File.ReadAllText(Certificates.ServerCertFile));
        _folder.Write("server.key", File.ReadAllText(Certificates.ServerKeyFile));
        _folder.Write("client.key", File.ReadAllText(Certificates.ClientKeyFile));
        _folder.Write("ca.pem", File.ReadAllText(Certificates.CaFile));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_EveryKey_IsTaken()
    {
        WebConfig web = Load($$"""
            tls_server_config:
              cert_file: server.pem
              key_file: server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca.pem
              client_allowed_sans: [localhost, prometheus@example.com]
              min_version: TLS13
              max_version: TLS13
              cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256]
              prefer_server_cipher_suites: true
            http_server_config:
              http2: false
              headers: {X-Frame-Options: deny, Strict-Transport-Security: max-age=3600, X-XSS-Protection: ""}
            basic_auth_users:
              alice: {{Hash}}
              bob: "{{Hash}}"
            rate_limit: {interval: 100ms, burst: 20}
            """);

        Assert.Equal(ClientAuthType.RequireAndVerifyClientCert, web.Tls!.ClientAuth);
        Assert.Equal("localhost prometheus@example.com", string.Join(' ', web.Tls.AllowedNames));
        Assert.Equal(System.Security.Authentication.SslProtocols.Tls13, web.Tls.Protocols);
        Assert.Equal("CN=server", web.Tls.Certificate.Subject);
        Assert.Equal(5, web.Tls.CipherSuites.Length);
        Assert.Single(web.Tls.ClientAuthorities!);
        Assert.False(web.Http2);
        Assert.Equal("X-Frame-Options: deny, Strict-Transport-Security: max-age=3600", string.Join(", ", web.Headers.Select(header => $"{header.Name}: {header.Value}")));
        Assert.Equal($"alice {Hash}, bob {Hash}", string.Join(", ", web.Users.Select(user => $"{user.Name} {user.Secret}")));
        Assert.Equal(new RequestRate(TimeSpan.FromMilliseconds(100), 20), web.Rate);
    }

    [Fact]
    public void Read_PemWrittenOut_IsTaken()
    {
        string Indented(string file) => string.Concat(File.ReadLines(file).Select(line => $"    {line}\n"));

        WebConfig web = Load($"""
            tls_server_config:
              cert: |
            {Indented(Certificates.ServerCertFile)}
              key: |
            {Indented(Certificates.ServerKeyFile)}
              client_ca: |
            {Indented(Certificates.CaFile)}
              client_auth_type: VerifyClientCertIfGiven
            """);

        Assert.Equal("CN=server", web.Tls!.Certificate.Subject);
        Assert.True(web.Tls.Certificate.HasPrivateKey);
        Assert.Single(web.Tls.ClientAuthorities!);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("basic_auth_users: {}")]
    [InlineData("rate_limit: {interval: 0, burst: 3}")]
    public void Read_NothingSaid_IsPlainHttpForEverybody(string yaml)
    {
        WebConfig web = Load(yaml);

        Assert.Null(web.Tls);
        Assert.Empty(web.Users);
        Assert.Null(web.Rate);
        Assert.True(web.Http2);
    }

    [Theory]
    [InlineData("tls_server: {}", "web.yml:1: unknown key tls_server; did you mean tls_server_config?")]
    [InlineData("", "web.yml:1: the file has no content; give it keys such as tls_server_config and basic_auth_users, or leave it out")]
    [InlineData("# nothing yet\n---\n", "web.yml:1: the file has no content; *")]
    [InlineData("- a", "web.yml:1: the file must be a section with keys such as tls_server_config and basic_auth_users, not a list")]
    [InlineData("tls_server_config: {}", "web.yml:1: a server needs a certificate; add cert_file|web.yml:1: a certificate needs its key; add key_file")]
    [InlineData("tls_server_config: {cert_file: server.pem}", "web.yml:1: a certificate needs its key; add key_file")]
    [InlineData("tls_server_config: {cert_file: \"\", key_file: server.key}", "web.yml:1: cert_file: \"\" is not the path of a file")]
    [InlineData("tls_server_config: {cert_file: none.pem, key_file: server.key}", "web.yml:1: cert_file: none.pem does not exist")]
    [InlineData("tls_server_config: {cert_file: server.key, key_file: server.key}", "web.yml:1: cert_file: server.key is not a usable PEM: it contains no certificate")]
    [InlineData("tls_server_config: {cert: x, cert_file: server.pem, key_file: server.key}", "web.yml:1: cert: it is also given by cert_file (web.yml:1); keep one|web.yml:1: cert: this is not a usable PEM: it contains no certificate")]
    [InlineData("tls_server_config: {" + Certificate + ", min_version: TLS10}", "web.yml:1: min_version: TLS10 is insecure and not supported; write TLS12")]
    [InlineData("tls_server_config: {" + Certificate + ", max_version: TLS11}", "web.yml:1: max_version: TLS11 is insecure and not supported; write TLS12")]
    [InlineData("tls_server_config: {" + Certificate + ", min_version: TLS111}", "web.yml:1: min_version: \"TLS111\" is not one of TLS12, TLS13")]
    [InlineData("tls_server_config: {" + Certificate + ", min_version: TLS13, max_version: TLS12}", "web.yml:1: max_version: it is older than min_version")]
    [InlineData("tls_server_config: {" + Certificate + ", curve_preferences: [X25519]}", "web.yml:1: curve_preferences: the system chooses curves; set Groups in openssl.cnf, and leave it out")]
    [InlineData("tls_server_config: {" + Certificate + ", prefer_server_cipher_suites: false}", "web.yml:1: prefer_server_cipher_suites: the server's order always applies, as in Go since 1.17; leave it out")]
    [InlineData("tls_server_config: {" + Certificate + ", cipher_suites: [TLS_RSA_WITH_AES_128_CBC_SHA]}", "web.yml:1: cipher_suites: \"TLS_RSA_WITH_AES_128_CBC_SHA\" is not one of TLS_AES_128_GCM_SHA256, *")]
    [InlineData("tls_server_config: {" + Certificate + ", cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]}", "web.yml:1: cipher_suites: HTTP/2 needs TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256; add one, or write http2: false")]
    [InlineData("tls_server_config: {" + Certificate + ", client_auth_type: Required}", "web.yml:1: client_auth_type: \"Required\" is not one of NoClientCert, RequestClientCert, RequireAnyClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert, RequireClientCert")]
    [InlineData("tls_server_config: {" + Certificate + ", client_ca_file: ca.pem}", "web.yml:1: client_ca_file: it has no effect with client_auth_type: NoClientCert; write RequireAndVerifyClientCert, or leave it out")]
    [InlineData("tls_server_config: {" + Certificate + ", client_allowed_sans: [a]}", "web.yml:1: client_allowed_sans: clients are not asked for a certificate; write client_auth_type: RequireAndVerifyClientCert")]
    [InlineData("tls_server_config: {" + Certificate + ", client_auth_type: RequireAnyClientCert, client_allowed_sans: []}", "web.yml:1: client_allowed_sans: it lists no name, so no certificate would be accepted; list some, or leave it out")]
    [InlineData("http_server_config: {http2: maybe}", "web.yml:1: http2: \"maybe\" is not one of true, false")]
    [InlineData("http_server_config: {headers: {Server: x}}", "web.yml:1: headers: the header Server cannot be set; those that can are Content-Security-Policy, Strict-Transport-Security, X-Content-Type-Options, X-Frame-Options, X-XSS-Protection")]
    [InlineData("http_server_config: {headers: {X-Frame-Options: allow}}", "web.yml:1: headers: X-Frame-Options must be deny or sameorigin")]
    [InlineData("http_server_config: {headers: {Content-Security-Policy: \"a\\nb\"}}", "web.yml:1: headers: Content-Security-Policy contains characters that headers must not contain")]
    [InlineData("basic_auth_users: [alice]", "web.yml:1: basic_auth_users: expected a section with keys, found a list")]
    [InlineData("basic_auth_users:\n  alice:", "web.yml:2: basic_auth_users: the value of this user is not a bcrypt hash; make one with scriptgrid web hash-password")]
    [InlineData("basic_auth_users: {alice: correct-horse}", "web.yml:1: basic_auth_users: the value of this user is not a bcrypt hash; make one with scriptgrid web hash-password")]
    [InlineData("basic_auth_users: {\"a:b\": " + Hash + "}", "web.yml:1: basic_auth_users: a user's name must not be empty or contain a colon")]
    [InlineData("rate_limit: {interval: 1s}", "web.yml:1: without burst every request would be refused; add burst")]
    [InlineData("rate_limit: {interval: soon, burst: 1}", "web.yml:1: interval: \"soon\" is not 0, or a duration from 1ms to 30d such as 250ms, 15s or 1m30s")]
    public void Read_Mistake_IsNamedWithItsLine(string yaml, string expected)
    {
        _folder.Write("web.yml", yaml);

        string errors = string.Join('|', Errors("config_file: web.yml"));

        Assert.True(expected.EndsWith('*') ? errors.StartsWith(expected[..^1], StringComparison.Ordinal) : errors == expected, errors);
    }

    [Fact]
    public void Read_KeyOfAnotherCertificate_IsRefusedWithoutAWordOfIt()
    {
        _folder.Write("web.yml", "tls_server_config: {cert_file: server.pem, key_file: client.key}");

        string error = Assert.Single(Errors("config_file: web.yml"));

        Assert.StartsWith("web.yml:1: key_file: client.key is not a usable PEM: it is not the key of the certificate: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllLines(Certificates.ClientKeyFile)[1], error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config_file: none.yml", "scriptgrid.yml:3: config_file: none.yml does not exist")]
    [InlineData("bearer_token_file: short", "scriptgrid.yml:3: bearer_token_file: short: a token must have at least 16 characters")]
    [InlineData("bearer_token_file: empty", "scriptgrid.yml:3: bearer_token_file: empty: it contains no token")]
    [InlineData("bearer_token_file: spaced", "scriptgrid.yml:3: bearer_token_file: spaced: a token may have only letters, digits and -._~+/, and = at its end (RFC 6750)")]
    [InlineData("admin: {}", "scriptgrid.yml:3: admin: it names nobody; add users or bearer_token_file, or leave it out")]
    [InlineData("admin: {users: [alice]}", "scriptgrid.yml:3: users: the users are defined in config_file; add it")]
    [InlineData("config_file: web.yml, admin: {users: [alice, mallory]}", "scriptgrid.yml:3: users: there is no user mallory among the basic_auth_users of web.yml")]
    [InlineData("redis_exporter_access: {basic_auth_username: a, basic_auth_password: b}", "scriptgrid.yml:3: redis_exporter_access: needs compat_redis_exporter: true; without it use config_file")]
    public void Load_MistakeInTheWebSection_IsNamedWithItsLine(string web, string expected)
    {
        _folder.Write("web.yml", $"basic_auth_users: {{alice: {Hash}}}");
        _folder.Write("short", "abc\n");
        _folder.Write("empty", "\n\n");
        _folder.Write("spaced", "correct horse battery staple\n");

        Assert.Equal([expected], Errors(web));
    }

    private IEnumerable<string> Errors(string web) => _folder.Errors($$"""
        scripts: [{file: a.lua}]
        target_groups: [{targets: [redis://a]}]
        web: {{{web}}}
        """);

    private WebConfig Load(string yaml)
    {
        _folder.Write("web.yml", yaml);
        Assert.Empty(SchemaCheck.OfWebConfiguration.Problems(yaml));
        ScriptGridConfiguration configuration = _folder.Load("""
            scripts: [{file: a.lua}]
            target_groups: [{targets: [redis://a]}]
            web: {config_file: web.yml}
            """);
        return configuration.Web.AccessContent.Web;
    }
}
