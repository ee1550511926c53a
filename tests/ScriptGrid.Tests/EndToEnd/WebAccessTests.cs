using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>TLS, users and tokens of a real process, which a real Prometheus scrapes.</summary>
public sealed class WebAccessTests : IDisposable
{
    private const string Password = "correct-horse-battery";
    private const string Token = "scraper-token-0123456789";
    private const string AdminToken = "admin-token-0123456789";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TestFiles _files = new();
    private readonly TestCertificates _certificates = new();
    private readonly TestCertificates _renewed = new();
    private readonly string _hash = BCrypt.Net.BCrypt.HashPassword(Password, 10);

    public void Dispose()
    {
        _files.Dispose();
        _certificates.Dispose();
        _renewed.Dispose();
    }

    [Fact]
    public async Task Serve_WithTlsUsersAndTokens_LetsInPrometheusAndNobodyElse()
    {
        string token = _files.Write("token", Token);
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync("--config.file", Configuration(), "--log.level", "trace");
        await using PrometheusProcess prometheus = await PrometheusProcess.StartWithAsync($$"""
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            scrape_configs:
              - job_name: user
                scheme: https
                tls_config: &tls {ca_file: {{_certificates.CaFile}}, cert_file: {{_certificates.ClientCertFile}}, key_file: {{_certificates.ClientKeyFile}}, server_name: localhost}
                basic_auth: {username: prometheus, password: {{Password}}}
                static_configs: &targets [{targets: ['{{serve.Address}}']}]
              - job_name: token
                scheme: https
                tls_config: *tls
                authorization: {credentials_file: {{token}}}
                static_configs: *targets
              - job_name: nobody
                scheme: https
                tls_config: *tls
                static_configs: *targets
              - job_name: without_certificate
                scheme: https
                tls_config: {ca_file: {{_certificates.CaFile}}, server_name: localhost}
                basic_auth: {username: prometheus, password: {{Password}}}
                static_configs: *targets
            """);

        await prometheus.WaitForAsync("sum(up) + 10 * count(up)", static answer => answer is [{ Value: 42 }], Limit);
        IReadOnlyList<PrometheusSample> up = await prometheus.QueryAsync("up == 1");

        Assert.Equal(["token", "user"], up.Select(static sample => sample.Labels["job"]).Order(StringComparer.Ordinal));
        string page = (await GetAsync(serve, _certificates, "--user", $"prometheus:{Password}")).Output;
        Assert.Contains("scriptgrid_http_requests_refused_total{reason=\"no_login\"}", page, StringComparison.Ordinal);
        Assert.Equal(403, (await ReloadAsync(serve, Token)).Status);
        Assert.Equal(200, (await ReloadAsync(serve, AdminToken)).Status);

        Replace(_renewed);
        CurlAnswer renewed = await ReloadAsync(serve, AdminToken);
        Assert.Equal(200, renewed.Status);
        Assert.Equal(200, (await GetAsync(serve, _renewed, "--user", $"prometheus:{Password}")).Status);

        _files.Write("web.yml", "basic_auth_users: {}");
        serve.HangUp();
        await WaitForAsync(() => serve.Log.Contains("TLS cannot be turned on or off at run time; restart the process; the previous content stays in use", StringComparison.Ordinal));
        Assert.Equal(200, (await GetAsync(serve, _renewed, "--user", $"prometheus:{Password}")).Status);
        await serve.TerminateAsync();
        Assert.All(
            [Password, Token, AdminToken, _hash, File.ReadAllLines(_certificates.ServerKeyFile)[1]],
            secret => Assert.DoesNotContain(secret, serve.Log + page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_WrongWebConfig_EndsWithEveryMistake()
    {
        string web = _files.Write("web.yml", $"basic_auth_users: {{a: {Password}}}\ntls_server_config: {{key_file: none.key}}\nusers: {{}}\n");

        (int exitCode, _, string error) = await ScriptGridProcess.RunAsync(
            "serve", "--script", _files.Write("a.lua", "return 1"), "--target", "redis://127.0.0.1:1", "--web.config.file", web);

        Assert.Equal(2, exitCode);
        Assert.Equal(
            [
                $"{web}:1: basic_auth_users: the value of this user is not a bcrypt hash; make one with scriptgrid web hash-password",
                $"{web}:2: key_file: {Path.GetDirectoryName(web)}/none.key does not exist",
                $"{web}:2: a server needs a certificate; add cert_file",
                $"{web}:3: unknown key users",
            ],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(50, expired.Token);
        }
    }

    private string Configuration()
    {
        Replace(_certificates);
        _files.Write("ca.pem", File.ReadAllText(_certificates.CaFile));
        _files.Write("admins", AdminToken);
        _files.Write("a.lua", "return {'a', 1}");
        _files.Write("web.yml", $$"""
            tls_server_config: {cert_file: server.pem, key_file: server.key, client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem}
            basic_auth_users: {prometheus: {{_hash}}}
            """);
        return _files.Write("scriptgrid.yml", """
            scripts: [{file: a.lua}]
            target_groups: [{targets: [redis://127.0.0.1:1]}]
            web: {config_file: web.yml, bearer_token_file: token, admin: {bearer_token_file: admins}}
            """);
    }

    private void Replace(TestCertificates certificates)
    {
        _files.Write("server.pem", File.ReadAllText(certificates.ServerCertFile));
        _files.Write("server.key", File.ReadAllText(certificates.ServerKeyFile));
    }

    private Task<CurlAnswer> GetAsync(ScriptGridProcess serve, TestCertificates trusted, params string[] arguments) => Curl.RunAsync(
        ["--cacert", trusted.CaFile, "--cert", _certificates.ClientCertFile, "--key", _certificates.ClientKeyFile, .. arguments, $"https://{serve.Address}/metrics"]);

    private Task<CurlAnswer> ReloadAsync(ScriptGridProcess serve, string token) => Curl.RunAsync(
        "--cacert", _certificates.CaFile, "--cert", _certificates.ClientCertFile, "--key", _certificates.ClientKeyFile, "--header", $"Authorization: Bearer {token}", "--request", "POST", $"https://{serve.Address}/-/reload");
}
