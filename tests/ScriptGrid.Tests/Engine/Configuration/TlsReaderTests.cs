using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class TlsReaderTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public TlsReaderTests()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        _folder.Write("c.pem", certificate.ExportCertificatePem());
        _folder.Write("k.pem", key.ExportPkcs8PrivateKeyPem());
        _folder.Write("both.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        using var other = ECDsa.Create();
        _folder.Write("other.pem", other.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_GroupWithTls_TurnsTlsOnForEveryTcpTarget()
    {
        TargetSpec[] targets = Targets(
            "{targets: ['redis://a', 'rediss://b', 'unix:///c'], tls: {ca_file: c.pem, cert_file: c.pem, key_file: k.pem, server_name: r}}");

        var expected = new TlsSettings
        {
            CaFile = In("c.pem"),
            CertFile = In("c.pem"),
            KeyFile = In("k.pem"),
            ServerName = "r",
        };
        Assert.Equal([expected, expected, null], targets.Select(target => target.Tls));
    }

    [Fact]
    public void Load_WithoutTlsSection_FollowsTheScheme() =>
        Assert.Equal([null, new TlsSettings()], Targets("{targets: ['redis://a', 'rediss://b']}").Select(target => target.Tls));

    [Fact]
    public void Load_GlobalTls_IsTheGroupsDefault() =>
        Assert.Equal(
            [new TlsSettings { CaFile = In("c.pem") }, new TlsSettings { ServerName = "own" }],
            Targets("{targets: [a]}, {targets: [b], tls: {server_name: own}}", "{tls: {ca_file: c.pem}}").Select(target => target.Tls));

    [Theory]
    [InlineData("{cert_file: c.pem, key_file: k.pem}")]
    [InlineData("{cert_file: both.pem}")]
    public void Load_CertificateWithItsKey_IsAccepted(string tls) => Assert.NotNull(Targets($"{{targets: [a], tls: {tls}}}")[0].Tls);

    [Theory]
    [InlineData("{ca_file: none.pem}", "ca_file: none.pem does not exist")]
    [InlineData("{ca_file: a.lua}", "ca_file: a.lua is not a usable PEM file: it contains no certificate")]
    [InlineData("{key_file: k.pem}", "key_file: a key needs its certificate; add cert_file")]
    [InlineData("{cert_file: c.pem, key_file: none.pem}", "key_file: none.pem does not exist")]
    public void Load_UnusableFile_IsAnError(string tls, string message) => Assert.Equal([$"scriptgrid.yml:3: {message}"], Errors(tls));

    [Theory]
    [InlineData("{cert_file: c.pem, key_file: other.pem}")]
    [InlineData("{cert_file: a.lua, key_file: k.pem}")]
    [InlineData("{cert_file: c.pem}")]
    public void Load_CertificateThatDoesNotLoad_IsAnError(string tls) =>
        Assert.Contains("is not a usable PEM file: ", Assert.Single(Errors(tls)), StringComparison.Ordinal);

    private string In(string name) => Path.Combine(_folder.Path, name);

    private TargetSpec[] Targets(string groups, string global = "{}") =>
        [.. _folder.Load($"{{global: {global}, scripts: [{{file: a.lua}}], target_groups: [{groups}]}}").Targets];

    private IEnumerable<string> Errors(string tls) => _folder.Errors($$"""
        scripts: [{file: a.lua}]
        target_groups:
          - {targets: [a], tls: {{tls}}}
        """);
}
