using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Engine.Configuration.Access;

namespace ScriptGrid.Engine.Access;

/// <summary>The server's part of TLS handshakes.</summary>
/// <param name="tls">The settings.</param>
internal sealed class ServerHandshake(ServerTls tls)
{
    private readonly SslStreamCertificateContext _certificate = SslStreamCertificateContext.Create(tls.Certificate, tls.Chain, offline: true);
    private readonly CipherSuitesPolicy? _suites = PolicyOf(tls.CipherSuites);

    /// <summary>When the server's certificate expires.</summary>
    public DateTimeOffset NotAfter { get; } = new(tls.Certificate.NotAfter);

    /// <summary>Returns the options for one handshake.</summary>
    public SslServerAuthenticationOptions Options()
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate,
            EnabledSslProtocols = tls.Protocols,
            CipherSuitesPolicy = _suites,
            ClientCertificateRequired = tls.ClientAuth != ClientAuthType.NoClientCert,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (options.ClientCertificateRequired)
        {
            options.CertificateChainPolicy = ChainPolicy();
            options.RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsWelcome((X509Certificate2?)certificate, errors);
        }

        return options;
    }

    /// <summary>Returns a policy under which client certificates never make the server download anything.</summary>
    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (tls.ClientAuthorities is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }

    private bool IsWelcome(X509Certificate2? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return tls.ClientAuth is ClientAuthType.RequestClientCert or ClientAuthType.VerifyClientCertIfGiven;
        }

        bool isVerified = tls.ClientAuth is ClientAuthType.RequestClientCert or ClientAuthType.RequireAnyClientCert || errors == SslPolicyErrors.None;
        return isVerified && (tls.AllowedNames.IsEmpty || IsNamed(certificate));
    }

    private bool IsNamed(X509Certificate2 certificate)
    {
        try
        {
            return AlternativeNames.Of(certificate).Any(name => tls.AllowedNames.Contains(name));
        }
        catch (CryptographicException)
        {
            return false; // Malformed names match nothing.
        }
    }

    private static CipherSuitesPolicy? PolicyOf(ImmutableArray<TlsCipherSuite> suites) =>
        suites.IsEmpty || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? null : new CipherSuitesPolicy(suites);
}
