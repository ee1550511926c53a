using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using ScriptGrid.Client.Security;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Clients;

/// <summary>Files of TLS that are replaced.</summary>
public sealed class TlsFilesTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void Look_CertificateThenItsKey_ChangesOnceBothAreThere()
    {
        TlsFiles files = Open();
        string before = SerialOf(files);
        (string certificate, string key) = _certificates.NewSilo();

        Assert.Equal(TlsLook.Same, files.Look(out _));
        File.WriteAllText(_certificates.SiloCertFile, certificate);
        Assert.Equal(TlsLook.Refused, files.Look(out string problem));
        Assert.Equal(TlsLook.Same, files.Look(out _));
        Assert.Equal(before, SerialOf(files));
        File.WriteAllText(_certificates.SiloKeyFile, key);
        Assert.Equal(TlsLook.Changed, files.Look(out _));

        Assert.Contains("silo.pem and ", problem, StringComparison.Ordinal);
        Assert.NotEqual(before, SerialOf(files));
        Assert.Equal(TlsLook.Same, files.Look(out _));
    }

    [Fact]
    public void Look_FileThatIsGoneAndComesBack_IsToldAndChangesNothing()
    {
        TlsFiles files = Open();
        string authority = File.ReadAllText(_certificates.CaFile);

        File.Delete(_certificates.CaFile);
        Assert.Equal(TlsLook.Refused, files.Look(out string gone));
        File.WriteAllText(_certificates.CaFile, "nothing");
        Assert.Equal(TlsLook.Refused, files.Look(out string nothing));
        File.WriteAllText(_certificates.CaFile, authority);
        Assert.Equal(TlsLook.Restored, files.Look(out _));

        Assert.Equal($"{_certificates.CaFile} does not exist", gone);
        Assert.Equal($"{_certificates.CaFile} holds no certificate", nothing);
    }

    [Fact]
    public void Look_CertificateForSomethingElse_IsRefused()
    {
        TlsFiles files = Open();

        File.Copy(_certificates.ServerKeyFile, _certificates.SiloKeyFile, overwrite: true);
        File.Copy(_certificates.ServerCertFile, _certificates.SiloCertFile, overwrite: true);

        Assert.Equal(TlsLook.Refused, files.Look(out string problem));
        Assert.Equal($"{_certificates.SiloCertFile} is not valid for a client: its extended key usage does not allow it", problem);
        Assert.Throws<CryptographicException>(() => Open());
    }

    [Fact]
    public async Task Use_CertificateOfAnAuthorityBelow_IsShownWithThatAuthority()
    {
        (string certificate, string key) = _certificates.NewSiloOfAnAuthorityBelow();
        File.WriteAllText(_certificates.SiloCertFile, certificate);
        File.WriteAllText(_certificates.SiloKeyFile, key);
        TlsFiles files = Open();

        Assert.Equal((SslPolicyErrors.None, SslPolicyErrors.None), await ShakeHandsAsync(files, files));
    }

    [Fact]
    public async Task Use_CertificateForServersAlone_IsNoClients()
    {
        var client = new TlsFiles(_certificates.CaFile, _certificates.ServerCertFile, _certificates.ServerKeyFile);

        (SslPolicyErrors ofServer, SslPolicyErrors ofClient) = await ShakeHandsAsync(Open(), client);

        Assert.Equal((SslPolicyErrors.None, SslPolicyErrors.RemoteCertificateChainErrors), (ofServer, ofClient));
    }

    private static string SerialOf(TlsFiles files) => files.Current.Certificate!.TargetCertificate.SerialNumber;

    /// <summary>What each end says of the other's certificate.</summary>
    private static async Task<(SslPolicyErrors OfServer, SslPolicyErrors OfClient)> ShakeHandsAsync(TlsFiles server, TlsFiles client)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connecting = new TcpClient();
        await connecting.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using TcpClient accepted = await listener.AcceptTcpClientAsync();
        SslPolicyErrors ofServer = default;
        SslPolicyErrors ofClient = default;
        await using var here = new SslStream(connecting.GetStream(), false, (_, _, _, errors) => (ofServer = errors) == errors);
        await using var there = new SslStream(accepted.GetStream(), false, (_, _, _, errors) => (ofClient = errors) == errors);
        var clientOptions = new SslClientAuthenticationOptions { TargetHost = "localhost" };
        var serverOptions = new SslServerAuthenticationOptions { ClientCertificateRequired = true };
        TlsHandshakes.Use(clientOptions, client.Current);
        TlsHandshakes.Use(serverOptions, server.Current);
        await Task.WhenAll(here.AuthenticateAsClientAsync(clientOptions), there.AuthenticateAsServerAsync(serverOptions));
        return (ofServer, ofClient);
    }

    private TlsFiles Open() =>
        new(_certificates.CaFile, _certificates.SiloCertFile, _certificates.SiloKeyFile, TlsFiles.ForServers, TlsFiles.ForClients);
}
