using System.Net;
using ScriptGrid.Client.Security;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Hosting;

/// <summary>A silo's own certificate, before the silo joins others.</summary>
public sealed class ClusterCertificatesTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("10.0.0.7", "localhost")]
    public void Problem_CertificateForTheAddressOrServerName_IsNone(string address, string? serverName) =>
        Assert.Null(ProblemOf(Settings(address, serverName)));

    [Theory]
    [InlineData("10.0.0.7", null, "10.0.0.7")]
    [InlineData("127.0.0.1", "grid.example", "grid.example")]
    public void Problem_CertificateForAnotherName_SaysBoth(string address, string? serverName, string wanted) => Assert.Equal(
        $"cluster.tls: {_certificates.SiloCertFile} is for localhost, 127.0.0.1, and not for {wanted}, by which other silos connect to this one",
        ProblemOf(Settings(address, serverName)));

    [Fact]
    public void Problem_CertificateThatEnded_SaysWhen()
    {
        ClusterSettings settings = Settings("127.0.0.1", null);
        DateTimeOffset end = new ClusterCertificates(settings).Silos!.Current.NotAfter!.Value;

        string? problem = ClusterCertificates.Problem(settings, new FixedTime(end));

        Assert.Equal($"cluster.tls: the certificate in {_certificates.SiloCertFile} ended on {end:yyyy-MM-dd}, and other silos refuse it", problem);
    }

    [Fact]
    public void Problem_CertificateOfAnotherAuthority_SaysSo()
    {
        using var others = new TestCertificates();

        Assert.Equal(
            $"cluster.tls: no authority in ca_file signed the certificate in {_certificates.SiloCertFile}, so that other silos refuse it",
            ProblemOf(Settings("127.0.0.1", null, others.CaFile)));
    }

    [Fact]
    public void Problem_CertificateOfAnAuthorityBelow_IsNone()
    {
        (string certificate, string key) = _certificates.NewSiloOfAnAuthorityBelow();
        File.WriteAllText(_certificates.SiloCertFile, certificate);
        File.WriteAllText(_certificates.SiloKeyFile, key);

        Assert.Null(ProblemOf(Settings("127.0.0.1", null)));
    }

    [Fact]
    public void Look_NewCertificateForAnotherName_KeepsTheOldOne()
    {
        TlsFiles files = new ClusterCertificates(Settings("127.0.0.1", null)).Silos!;
        TlsMaterial before = files.Current;
        (string certificate, string key) = _certificates.NewSilo("elsewhere.example");
        File.WriteAllText(_certificates.SiloCertFile, certificate);
        File.WriteAllText(_certificates.SiloKeyFile, key);

        Assert.Equal(TlsLook.Refused, files.Look(out string problem));
        Assert.Contains("is for elsewhere.example, and not for 127.0.0.1", problem, StringComparison.Ordinal);
        Assert.Same(before, files.Current);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static string? ProblemOf(ClusterSettings settings) => ClusterCertificates.Problem(settings, TimeProvider.System);

    private ClusterSettings Settings(string address, string? serverName, string? caFile = null) => new()
    {
        Address = IPAddress.Parse(address),
        Tls = new TlsSettings { CaFile = caFile ?? _certificates.CaFile, CertFile = _certificates.SiloCertFile, KeyFile = _certificates.SiloKeyFile, ServerName = serverName },
    };
}
