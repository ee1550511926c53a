using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>TLS settings with their files read, shared by the targets of a group until the next reload.</summary>
internal sealed class TlsContext
{
    private readonly TlsSettings _settings;
    private readonly X509Certificate2Collection? _authorities;
    private readonly SslStreamCertificateContext? _client;

    /// <summary>Reads the files. Throws what reading them throws: the configuration has proved that they can be read.</summary>
    public TlsContext(TlsSettings settings)
    {
        _settings = settings;
        if (settings.CaFile is not null)
        {
            _authorities = PemFile.Authorities(settings.CaFile);
        }

        if (settings.CertFile is not null)
        {
            X509Certificate2 certificate = PemFile.Certificate(settings.CertFile, settings.KeyFile);
            _client = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }
    }

    /// <summary>What a handshake with this host needs.</summary>
    public SslClientAuthenticationOptions OptionsFor(string host)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = _settings.ServerName ?? host,
            ClientCertificateContext = _client,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = ChainPolicy(),
        };
        if (_settings.InsecureSkipVerify)
        {
#pragma warning disable CA5359 // insecure_skip_verify asks for exactly this.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return options;
    }

    private X509ChainPolicy? ChainPolicy()
    {
        if (_authorities is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }
}
