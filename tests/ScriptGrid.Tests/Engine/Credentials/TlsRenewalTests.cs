using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;
using ScriptGrid.Tests.Engine.Collection;

namespace ScriptGrid.Tests.Engine.Credentials;

/// <summary>Certificates that are replaced while targets are collected.</summary>
public sealed class TlsRenewalTests : IDisposable
{
    private readonly TestFiles _files = new();
    private readonly TestCertificates _certificates = new();
    private readonly ScriptSpec _script = RunningFleet.Script("r.lua", "return {'a', 1}");

    public void Dispose()
    {
        _files.Dispose();
        _certificates.Dispose();
    }

    [Fact]
    public async Task ClientCertificate_Replaced_IsShownByNewConnections()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(_certificates, "tls-auth-clients yes");
        TlsSettings tls = Tls(_certificates.ClientCertFile, _certificates.ClientKeyFile);
        await using RunningFleet fleet = RunningFleet.Start(Target(server, tls));
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);
        string[] clients = await server.ScriptGridClientsAsync();

        File.Copy(_certificates.SiloKeyFile, tls.KeyFile!, overwrite: true);
        await fleet.WaitForLogAsync("the previous content stays in use"); // One of two files is no pair.
        File.Copy(_certificates.SiloCertFile, tls.CertFile!, overwrite: true);
        await fleet.WaitForLogAsync("client.pem, " + tls.KeyFile + " has changed; new connections use it");

        Assert.Equal(clients, await server.ScriptGridClientsAsync());
        await server.CommandAsync("CLIENT", "KILL", "TYPE", "normal");
        FleetView before = await fleet.ReadAsync();
        FleetView after = await fleet.WaitForAsync(view => view.LastSuccess(server.Address, "r.lua") > before.LastSuccess(server.Address, "r.lua"));
        Assert.Equal(1, after.Up(server.Address));
        Assert.Contains(Line(server, "client", _certificates.SiloCertFile), after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_OfClientAndServer_TellWhenTheyEnd()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(_certificates);
        await using RedisServerProcess plain = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(
            Target(server, Tls(_certificates.ClientCertFile, _certificates.ClientKeyFile)) with { Labels = LabelSet.From([new("team", "mail")]) },
            Target(plain, null));

        string expected = Line(server, "server", _certificates.ServerCertFile, "team=\"mail\",");

        FleetView view = await fleet.WaitForAsync(view => view.Text.Contains(expected, StringComparison.Ordinal) && view.Result(plain.Address, "r.lua") == 1);

        Assert.Contains(Line(server, "client", _certificates.ClientCertFile, "team=\"mail\","), view.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"not_after_timestamp_seconds{{target=\"{plain.Address}\"", view.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, 1)]
    [InlineData(TlsVersion.Tls13, 0)]
    public async Task MinVersion_ServerSpeaksNoneNewer_IsDown(TlsVersion version, int expected)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(_certificates, "tls-protocols TLSv1.2");
        await using RunningFleet fleet = RunningFleet.Start(Target(server, new TlsSettings { CaFile = _certificates.CaFile, MinVersion = version }));

        FleetView view = await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") is 0 or 1);

        Assert.Equal(expected, view.Up(server.Address));
        Assert.Equal(expected == 0, view.Errors(server.Address, "r.lua", "tls") > 0);
    }

    private static string Line(RedisServerProcess server, string which, string file, string labels = "")
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        long end = new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds();
        return $"redis_tls_certificate_not_after_timestamp_seconds{{target=\"{server.Address}\",{labels}certificate=\"{which}\"}} {end}\n";
    }

    private TlsSettings Tls(string certificate, string key) => new()
    {
        CaFile = _certificates.CaFile,
        CertFile = _files.Write("client.pem", File.ReadAllText(certificate)),
        KeyFile = _files.Write("client.key", File.ReadAllText(key)),
    };

    private TargetSpec Target(RedisServerProcess server, TlsSettings? tls) => RunningFleet.Target(server.Address, _script) with { Tls = tls };
}
