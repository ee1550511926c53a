using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>Reads <c>tls_server_config</c>, with every file that it names. Each key either takes effect or is reported as an error.</summary>
/// <param name="files">Reads the files.</param>
internal sealed class ServerTlsReader(FollowedFiles files)
{
    private const SslProtocols Tls12And13 = SslProtocols.Tls12 | SslProtocols.Tls13;

    private static readonly ValueKind<ClientAuthType> ClientAuth = ValueKinds.Choice(
    [
        .. Enum.GetValues<ClientAuthType>().Select(static type => (type.ToString(), type)),
        ("RequireClientCert", ClientAuthType.RequireAnyClientCert), // The former name.
    ]);

    private static readonly ValueKind<SslProtocols> Version = ValueKinds.Choice(("TLS12", SslProtocols.Tls12), ("TLS13", SslProtocols.Tls13));

    /// <summary>Reads the settings; null, with the errors reported, if there is no usable certificate.</summary>
    /// <param name="section">The section.</param>
    /// <param name="http2">Whether HTTP/2 is enabled.</param>
    public ServerTls? Read(Section section, bool http2)
    {
        ClientAuthType clientAuth = section.Value("client_auth_type", ClientAuth) ?? ClientAuthType.NoClientCert;
        ImmutableArray<TlsCipherSuite> suites = ReadSuites(section, http2);
        SslProtocols protocols = ReadVersions(section);
        RefuseWhatIsTheSystems(section);
        X509Certificate2Collection? authorities = ReadAuthorities(section, clientAuth);
        ImmutableArray<string> names = ReadNames(section, clientAuth);
        return ReadCertificate(section, ("cert_file", "cert"), ("key_file", "key")) is { } tls
            ? tls with { ClientAuth = clientAuth, ClientAuthorities = authorities, AllowedNames = names, Protocols = protocols, CipherSuites = suites }
            : null;
    }

    /// <summary>Reads redis_exporter's settings, which mean the same under other names.</summary>
    public ServerTls? ReadOfRedisExporter(Section section)
    {
        string[] keys = ["tls_server_cert_file", "tls_server_key_file", "tls_server_ca_cert_file", "tls_server_min_version"];
        TlsVersion? oldest = section.Value(keys[3], RedisExporterAccess.MinVersion);
        PemText? authority = PemText.Read(section, keys[2], null, files);
        if (!keys.Any(section.Has))
        {
            return null;
        }

        X509Certificate2Collection? authorities = authority?.Certificates(section);
        return ReadCertificate(section, (keys[0], null), (keys[1], null)) is { } tls
            ? tls with
            {
                ClientAuth = section.Has(keys[2]) ? ClientAuthType.RequireAndVerifyClientCert : ClientAuthType.NoClientCert,
                ClientAuthorities = authorities,
#pragma warning disable CA5397 // TLS 1.3 is named only if the settings require it.
                Protocols = oldest == TlsVersion.Tls13 ? SslProtocols.Tls13 : Tls12And13,
#pragma warning restore CA5397
            }
            : null;
    }

    private ServerTls? ReadCertificate(Section section, (string File, string? Text) certificate, (string File, string? Text) key)
    {
        PemText? certificatePem = PemText.Read(section, certificate.File, certificate.Text, files);
        PemText? keyPem = PemText.Read(section, key.File, key.Text, files);
        RefuseMissing(section, certificate, "a server needs a certificate");
        RefuseMissing(section, key, "a certificate needs its key");
        if (certificatePem?.Certificates(section) is not { } all || keyPem is null || certificatePem.CertificateWith(keyPem, section) is not { } own)
        {
            return null;
        }

        return new ServerTls { Certificate = own, Chain = [.. all.Skip(1)] };
    }

    private static void RefuseMissing(Section section, (string File, string? Text) keys, string why)
    {
        if (!section.Has(keys.File) && (keys.Text is null || !section.Has(keys.Text)))
        {
            section.Problems.Error(section.Place, $"{why}; add {keys.File}");
        }
    }

    private X509Certificate2Collection? ReadAuthorities(Section section, ClientAuthType clientAuth)
    {
        PemText? pem = PemText.Read(section, "client_ca_file", "client_ca", files);
        X509Certificate2Collection? authorities = pem?.Certificates(section);
        if (pem is not null && clientAuth is not (ClientAuthType.VerifyClientCertIfGiven or ClientAuthType.RequireAndVerifyClientCert))
        {
            section.Error(pem.Key, pem.Place, $"it has no effect with client_auth_type: {clientAuth}; write RequireAndVerifyClientCert, or leave it out");
        }

        return authorities;
    }

    private static ImmutableArray<string> ReadNames(Section section, ClientAuthType clientAuth)
    {
        if (section.List("client_allowed_sans") is not { } names)
        {
            return [];
        }

        if (names.IsEmpty)
        {
            section.Error("client_allowed_sans", section.PlaceOf("client_allowed_sans"), "it lists no name, so no certificate would be accepted; list some, or leave it out");
        }
        else if (clientAuth == ClientAuthType.NoClientCert)
        {
            section.Error("client_allowed_sans", names[0].Place, "clients are not asked for a certificate; write client_auth_type: RequireAndVerifyClientCert");
        }

        return [.. names.Select(static name => name.Text)];
    }

    private static ImmutableArray<TlsCipherSuite> ReadSuites(Section section, bool http2)
    {
        IReadOnlyList<TlsCipherSuite> chosen = section.Values("cipher_suites", CipherSuites.Kind);
        if (chosen.Count == 0)
        {
            return [];
        }

        Place place = section.PlaceOf("cipher_suites");
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        {
            section.Error("cipher_suites", place, "on this system the operating system chooses the cipher suites; leave it out");
        }
        else if (http2 && !CipherSuites.AreForHttp2(chosen))
        {
            section.Error("cipher_suites", place, "HTTP/2 needs TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256; add one, or write http2: false");
        }

        return CipherSuites.WithTls13(chosen);
    }

    private static SslProtocols ReadVersions(Section section)
    {
        SslProtocols oldest = ReadVersion(section, "min_version") ?? SslProtocols.Tls12;
        SslProtocols newest = ReadVersion(section, "max_version") ?? SslProtocols.Tls13;
        if (oldest > newest)
        {
            section.Error("max_version", section.PlaceOf("max_version"), "it is older than min_version");
        }

        return oldest == newest ? oldest : Tls12And13;
    }

    private static SslProtocols? ReadVersion(Section section, string key)
    {
        if (section.Find(key) is { Text: "TLS10" or "TLS11" } old)
        {
            section.Error(key, old.Place, $"{old.Text} is insecure and not supported; write TLS12");
            return null;
        }

        return section.Value(key, Version);
    }

    private static void RefuseWhatIsTheSystems(Section section)
    {
        if (section.Value("prefer_server_cipher_suites", ValueKinds.Boolean) == false)
        {
            section.Error("prefer_server_cipher_suites", section.PlaceOf("prefer_server_cipher_suites"), "the server's order always applies, as in Go since 1.17; leave it out");
        }

        if (section.List("curve_preferences") is not null)
        {
            section.Error("curve_preferences", section.PlaceOf("curve_preferences"), "the system chooses curves; set Groups in openssl.cnf, and leave it out");
        }
    }
}
