using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>TLS settings together with the content of their files, shared by all targets with the same settings.</summary>
internal sealed class TlsContext
{
    private readonly TlsSettings _settings;
    private volatile Material _material;

    /// <summary>Reads the files. Throws as <see cref="PemFile"/> does.</summary>
    public TlsContext(TlsSettings settings) => (_settings, _material) = (settings, Material.Read(settings));

    /// <summary>The files, as the settings name them.</summary>
    public IEnumerable<string> Files => FilesOf(_settings);

    /// <summary>When the certificate that is shown to servers expires; null if there is none.</summary>
    public DateTimeOffset? CertificateNotAfter => _material.NotAfter;

    /// <summary>
    /// Reads the files again, for handshakes from now on. Returns true if they have changed. If reading them throws, everything stays as before.
    /// </summary>
    public bool Reload()
    {
        if (Material.HashOf(_settings).AsSpan().SequenceEqual(_material.Hash))
        {
            return false;
        }

        _material = Material.Read(_settings);
        return true;
    }

    /// <summary>Returns the options for a handshake with this host.</summary>
    public SslClientAuthenticationOptions OptionsFor(string host)
    {
        Material material = _material;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = _settings.ServerName ?? host,
            ClientCertificateContext = material.Client,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = ChainPolicy(material.Authorities),
#pragma warning disable CA5397, CA5398 // A version is named only if the settings ask for it.
            EnabledSslProtocols = _settings.MinVersion switch
            {
                TlsVersion.Tls13 => SslProtocols.Tls13,
                TlsVersion.Tls12 => SslProtocols.Tls12 | SslProtocols.Tls13,
                _ => SslProtocols.None,
            },
#pragma warning restore CA5397, CA5398
        };
        if (_settings.InsecureSkipVerify)
        {
#pragma warning disable CA5359 // insecure_skip_verify asks for exactly this.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return options;
    }

    private static IEnumerable<string> FilesOf(TlsSettings settings) =>
        new[] { settings.CaFile, settings.CertFile, settings.KeyFile }.OfType<string>().Distinct();

    private static X509ChainPolicy? ChainPolicy(X509Certificate2Collection? authorities)
    {
        if (authorities is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <summary>The content of the files.</summary>
    private sealed record Material(byte[] Hash, X509Certificate2Collection? Authorities, SslStreamCertificateContext? Client, DateTimeOffset? NotAfter)
    {
        /// <summary>Reads the files. They are hashed first, so a change during the reading is noticed at the next <see cref="Reload"/>.</summary>
        public static Material Read(TlsSettings settings)
        {
            byte[] hash = HashOf(settings);
            X509Certificate2Collection? authorities = settings.CaFile is null ? null : PemFile.Certificates(settings.CaFile);
            if (settings.CertFile is null)
            {
                return new Material(hash, authorities, null, null);
            }

            X509Certificate2 certificate = PemFile.Certificate(settings.CertFile, settings.KeyFile);
            X509Certificate2Collection chain = PemFile.Certificates(settings.CertFile);
            chain.RemoveAt(0);
            var client = SslStreamCertificateContext.Create(certificate, chain, offline: true);
            return new Material(hash, authorities, client, new DateTimeOffset(certificate.NotAfter));
        }

        /// <summary>Returns a hash of what the files hold now, to detect changes.</summary>
        public static byte[] HashOf(TlsSettings settings)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (string path in FilesOf(settings))
            {
                hash.AppendData(SHA256.HashData(BoundedFile.Read(path, PemFile.MaxBytes, out string problem) ?? throw new IOException(problem)));
            }

            return hash.GetHashAndReset();
        }
    }
}
