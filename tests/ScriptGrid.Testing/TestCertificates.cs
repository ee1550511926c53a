using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Testing;

/// <summary>An authority, and certificates of a server, a client and a silo for localhost and 127.0.0.1, as PEM files in a separate directory.</summary>
internal sealed class TestCertificates : IDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-tls-");
    private readonly X509Certificate2 _authority;

    /// <summary>Creates a new authority and certificates that it signs.</summary>
    public TestCertificates()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request($"ScriptGrid test authority {Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(Yesterday, Tomorrow);
        X509Certificate2 authority = _authority;
        File.WriteAllText(CaFile, authority.ExportCertificatePem());
        Issue(authority, "server", ForServers);
        Issue(authority, "expired", Yesterday.AddHours(1), "localhost", ForServers);
        Issue(authority, "other-name", authority.NotAfter, "elsewhere.example", ForServers);
        Issue(authority, "client", ForClients);
        Issue(authority, "silo", ForServers, ForClients);
    }

    /// <summary>The authority's certificate.</summary>
    public string CaFile => PathOf("ca.pem");

    /// <summary>The server's certificate.</summary>
    public string ServerCertFile => PathOf("server.pem");

    /// <summary>The key of <see cref="ServerCertFile"/>.</summary>
    public string ServerKeyFile => PathOf("server.key");

    /// <summary>The client's certificate.</summary>
    public string ClientCertFile => PathOf("client.pem");

    /// <summary>The key of <see cref="ClientCertFile"/>.</summary>
    public string ClientKeyFile => PathOf("client.key");

    /// <summary>A server certificate that has expired.</summary>
    public string ExpiredCertFile => PathOf("expired.pem");

    /// <summary>The key of <see cref="ExpiredCertFile"/>.</summary>
    public string ExpiredKeyFile => PathOf("expired.key");

    /// <summary>A server certificate for a name that no test uses.</summary>
    public string OtherNameCertFile => PathOf("other-name.pem");

    /// <summary>The key of <see cref="OtherNameCertFile"/>.</summary>
    public string OtherNameKeyFile => PathOf("other-name.key");

    /// <summary>The certificate of a silo, which is both server and client.</summary>
    public string SiloCertFile => PathOf("silo.pem");

    /// <summary>The key of <see cref="SiloCertFile"/>.</summary>
    public string SiloKeyFile => PathOf("silo.key");

    private static DateTimeOffset Yesterday => DateTimeOffset.UtcNow.AddDays(-1);

    private static DateTimeOffset Tomorrow => DateTimeOffset.UtcNow.AddDays(1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>Returns another certificate for a silo, and its key, as PEM.</summary>
    public (string Certificate, string Key) NewSilo(string host = "localhost") => Make(_authority, "silo", _authority.NotAfter, host, ForServers, ForClients);

    /// <summary>Returns a certificate for a silo and its key, as PEM. The signer is an intermediate authority, whose certificate follows the silo's.</summary>
    public (string Certificate, string Key) NewSiloOfAnAuthorityBelow()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request("ScriptGrid test authority below", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 signed = request.Create(_authority, Yesterday, _authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 below = signed.CopyWithPrivateKey(key);
        (string certificate, string ownKey) = Make(below, "silo", below.NotAfter, "localhost", ForServers, ForClients);
        return ($"{certificate}\n{signed.ExportCertificatePem()}\n", ownKey);
    }

    private void Issue(X509Certificate2 authority, string name, params ReadOnlySpan<string> purposes) =>
        Issue(authority, name, authority.NotAfter, "localhost", purposes);

    private void Issue(X509Certificate2 authority, string name, DateTimeOffset notAfter, string host, params ReadOnlySpan<string> purposes)
    {
        (string certificate, string key) = Make(authority, name, notAfter, host, purposes);
        File.WriteAllText(PathOf($"{name}.pem"), certificate);
        File.WriteAllText(PathOf($"{name}.key"), key);
    }

    private static (string Certificate, string Key) Make(
        X509Certificate2 authority, string name, DateTimeOffset notAfter, string host, params ReadOnlySpan<string> purposes)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request(name, key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (host == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        var uses = new OidCollection();
        foreach (string purpose in purposes)
        {
            uses.Add(new Oid(purpose));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, false));
        using X509Certificate2 certificate = request.Create(authority, Yesterday, notAfter, RandomNumberGenerator.GetBytes(8));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static CertificateRequest Request(string name, ECDsa key) => new($"CN={name}", key, HashAlgorithmName.SHA256);

    private string PathOf(string file) => Path.Combine(_directory.FullName, file);
}
