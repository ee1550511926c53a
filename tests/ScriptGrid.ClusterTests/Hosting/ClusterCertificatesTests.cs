using System.Net;
using Microsoft.Extensions.Logging;
using ScriptGrid.Client.Security;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
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
        DateTimeOffset end = new ClusterCertificates(settings, TimeProvider.System).Silos!.Current.NotAfter!.Value;

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
        TlsFiles files = new ClusterCertificates(Settings("127.0.0.1", null), TimeProvider.System).Silos!;
        TlsMaterial before = files.Current;
        (string certificate, string key) = _certificates.NewSilo("elsewhere.example");
        File.WriteAllText(_certificates.SiloCertFile, certificate);
        File.WriteAllText(_certificates.SiloKeyFile, key);

        Assert.Equal(TlsLook.Refused, files.Look(out string problem));
        Assert.Contains("is for elsewhere.example, and not for 127.0.0.1", problem, StringComparison.Ordinal);
        Assert.Same(before, files.Current);
    }

    [Fact]
    public void Look_NewCertificateOfAnotherAuthority_IsUsedOnceTheAuthorityIsThere()
    {
        TlsFiles files = new ClusterCertificates(Settings("127.0.0.1", null), TimeProvider.System).Silos!;
        TlsMaterial before = files.Current;
        using var others = new TestCertificates();

        File.Copy(others.SiloKeyFile, _certificates.SiloKeyFile, overwrite: true);
        File.Copy(others.SiloCertFile, _certificates.SiloCertFile, overwrite: true);
        Assert.Equal(TlsLook.Refused, files.Look(out string problem));
        Assert.Equal($"no authority in ca_file signed the certificate in {_certificates.SiloCertFile}, so that other silos refuse it", problem);
        Assert.Same(before, files.Current);
        Assert.Equal(TlsLook.Same, files.Look(out _));

        File.AppendAllText(_certificates.CaFile, "\n" + File.ReadAllText(others.CaFile));
        Assert.Equal(TlsLook.Changed, files.Look(out _));
        Assert.NotSame(before, files.Current);
    }

    [Fact]
    public void Look_AuthorityThatIsNotTheCertificates_IsRefused()
    {
        TlsFiles files = new ClusterCertificates(Settings("127.0.0.1", null), TimeProvider.System).Silos!;
        using var others = new TestCertificates();
        string authority = File.ReadAllText(_certificates.CaFile);

        File.Copy(others.CaFile, _certificates.CaFile, overwrite: true);
        Assert.Equal(TlsLook.Refused, files.Look(out _));

        File.WriteAllText(_certificates.CaFile, authority);
        Assert.Equal(TlsLook.Restored, files.Look(out _));
    }

    [Fact]
    public void Look_NewCertificateThatEnded_KeepsTheOldOne()
    {
        DateTimeOffset end = new ClusterCertificates(Settings("127.0.0.1", null), TimeProvider.System).Silos!.Current.NotAfter!.Value;
        TlsFiles files = new ClusterCertificates(Settings("127.0.0.1", null), new FixedTime(end)).Silos!;
        (string certificate, string key) = _certificates.NewSilo();
        File.WriteAllText(_certificates.SiloCertFile, certificate);
        File.WriteAllText(_certificates.SiloKeyFile, key);

        Assert.Equal(TlsLook.Refused, files.Look(out string problem));
        Assert.Equal($"the certificate in {_certificates.SiloCertFile} ended on {end:yyyy-MM-dd}, and other silos refuse it", problem);
    }

    [Fact]
    public void Watch_CertificateForClientsThatEnded_IsToldAtTheStartAndReplacesNone()
    {
        string good = File.ReadAllText(_certificates.ServerCertFile);
        string goodKey = File.ReadAllText(_certificates.ServerKeyFile);
        File.Copy(_certificates.ExpiredCertFile, _certificates.ServerCertFile, overwrite: true);
        File.Copy(_certificates.ExpiredKeyFile, _certificates.ServerKeyFile, overwrite: true);
        ClusterSettings settings = Settings("127.0.0.1", null) with
        {
            ClientTls = new TlsSettings { CaFile = _certificates.CaFile, CertFile = _certificates.ServerCertFile, KeyFile = _certificates.ServerKeyFile },
        };
        Assert.Null(ProblemOf(settings)); // The silo can join, and collect.
        var certificates = new ClusterCertificates(settings, TimeProvider.System);
        DateTimeOffset end = certificates.Gateway!.Current.NotAfter!.Value;
        string problem = $"Error: cluster.client_tls: the certificate in {_certificates.ServerCertFile} ended on {end:yyyy-MM-dd}, and clients refuse it";
        var log = new ListLogger();
        using var metrics = new OwnMetrics();

        using var watch = new CertificateWatch(certificates, TimeProvider.System, new LoggerFactory([log]), metrics);
        File.WriteAllText(_certificates.ServerCertFile, good);
        File.WriteAllText(_certificates.ServerKeyFile, goodKey);
        watch.Look();
        File.Copy(_certificates.ExpiredCertFile, _certificates.ServerCertFile, overwrite: true);
        File.Copy(_certificates.ExpiredKeyFile, _certificates.ServerKeyFile, overwrite: true);
        watch.Look();

        Assert.Equal(
            [problem, "Information: The files of cluster.client_tls have changed; new connections use them", $"{problem}; the previous content stays in use"], log.Lines);
        Assert.Equal([4106, 4103, 4104], log.Entries.Select(static entry => entry.Event.Id));
        Assert.Equal(0, metrics.Factory.CreateGauge("scriptgrid_cluster_tls_last_read_successful", "", "section").WithLabels("cluster.client_tls").Value);
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
