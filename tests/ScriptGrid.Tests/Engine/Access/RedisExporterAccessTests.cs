using ScriptGrid.Engine.Configuration;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Access;

/// <summary>redis_exporter's flags of who may read its page.</summary>
public sealed class RedisExporterAccessTests : IDisposable
{
    private const string Compatible = "compat_redis_exporter: true";
    private const string Hash = "$2y$10$KPTKB7ovX0aMMeVfyrXOleqIvSi1SB4PYBlPKj1HWWpbYGhyJOMlq";

    private static readonly TestCertificates Certificates = new();

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Get_WithUserAndTls_IsAnsweredAsThere()
    {
        string hash = BCrypt.Net.BCrypt.HashPassword("secret", 4);
        await using GuardedServer server = await GuardedServer.StartAsync(
            _folder, $"redis_exporter_access: {{basic_auth_username: alice, basic_auth_hash_password: {hash}, tls_server_cert_file: {Certificates.ServerCertFile}, tls_server_key_file: {Certificates.ServerKeyFile}, tls_server_ca_cert_file: {Certificates.CaFile}}}", Compatible);
        string[] certificate = ["--cacert", Certificates.CaFile, "--cert", Certificates.ClientCertFile, "--key", Certificates.ClientKeyFile];
        string metrics = $"https://localhost:{server.Port}/metrics";

        Assert.Equal(0, (await Curl.RunAsync("--cacert", Certificates.CaFile, "--user", "alice:secret", metrics)).Status);
        Assert.Equal(401, (await Curl.RunAsync([.. certificate, metrics])).Status);
        Assert.Equal(401, (await Curl.RunAsync([.. certificate, "--user", "alice:other", metrics])).Status);
        Assert.Equal(200, (await Curl.RunAsync([.. certificate, "--user", "alice:secret", metrics])).Status);
        Assert.Equal(200, (await Curl.RunAsync([.. certificate, "--user", "alice:secret", "--request", "POST", $"https://localhost:{server.Port}/-/reload"])).Status);
    }

    [Fact]
    public async Task Get_WithAPlainPassword_IsAnswered()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(_folder, "redis_exporter_access: {basic_auth_username: alice, basic_auth_password: secret}", Compatible);
        string metrics = $"http://127.0.0.1:{server.Port}/metrics";

        Assert.Equal(200, (await Curl.RunAsync("--user", "alice:secret", metrics)).Status);
        Assert.Equal(200, (await Curl.RunAsync("--user", "alice:secret", metrics)).Status);
        Assert.Equal(401, (await Curl.RunAsync("--user", "alice:secrets", metrics)).Status);
        Assert.Equal(401, (await Curl.RunAsync("--user", "bob:secret", metrics)).Status);
    }

    [Theory]
    [InlineData("basic_auth_username: a", "basic_auth_username: a user needs a password; add basic_auth_password or basic_auth_hash_password")]
    [InlineData("basic_auth_password: a", "basic_auth_password: a password needs its user; add basic_auth_username")]
    [InlineData("basic_auth_username: a, basic_auth_password: b, basic_auth_hash_password: " + Hash, "basic_auth_password: the password is also given by basic_auth_hash_password (scriptgrid.yml:4); keep one")]
    [InlineData("basic_auth_username: a, basic_auth_hash_password: secret", "basic_auth_hash_password: it is not a bcrypt hash; make one with scriptgrid web hash-password")]
    [InlineData("tls_server_min_version: TLS1.3", "a server needs a certificate; add tls_server_cert_file|a certificate needs its key; add tls_server_key_file")]
    [InlineData("tls_server_min_version: TLS1.1", "tls_server_min_version: \"TLS1.1\" is not one of TLS1.2, TLS1.3|a server needs a certificate; add tls_server_cert_file|a certificate needs its key; add tls_server_key_file")]
    public void Load_WhatWouldLetInEverybodyThere_IsAMistake(string section, string problems) => Assert.Equal(
        problems.Split('|').Select(static problem => $"scriptgrid.yml:4: {problem}"),
        _folder.Errors($$"""
            global: {{{Compatible}}}
            scripts: [{file: a.lua}]
            target_groups: [{targets: [redis://a]}]
            web: {redis_exporter_access: { {{section}} } }
            """));

    [Fact]
    public void Load_BesideAWebConfigFile_IsAMistake()
    {
        _folder.Write("web.yml", "");

        string error = Assert.Single(_folder.Errors(
            $$"""
            global: {{{Compatible}}}
            scripts: [{file: a.lua}]
            target_groups: [{targets: [redis://a]}]
            web: {config_file: web.yml}
            """,
            new Setting("web.redis_exporter_access.basic_auth_username", "alice", "--basic-auth-username"),
            new Setting("web.redis_exporter_access.basic_auth_hash_password", Hash, "--basic-auth-hash-password")));

        Assert.Equal("--basic-auth-hash-password: logins and TLS are also configured by config_file (scriptgrid.yml:4); keep one of the two", error);
    }
}
