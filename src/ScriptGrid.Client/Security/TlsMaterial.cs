using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Client.Security;

/// <summary>The content of TLS files.</summary>
/// <param name="Authorities">The authorities that the other end's certificate must come from; null for those of the system.</param>
/// <param name="Certificate">This end's certificate with its intermediate certificates; null if it shows none.</param>
/// <param name="NotAfter">When this end's certificate expires; null if it shows none.</param>
internal sealed record TlsMaterial(X509Certificate2Collection? Authorities, SslStreamCertificateContext? Certificate, DateTimeOffset? NotAfter)
{
    /// <summary>Returns the policy for the other end's certificate. Nothing that this certificate refers to is downloaded.</summary>
    public X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (Authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(Authorities);
        }

        return policy;
    }
}
