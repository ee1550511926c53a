using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Client.Security;

/// <summary>What files of TLS hold.</summary>
/// <param name="Authorities">Who must have signed what the other end shows; null trusts the system's authorities.</param>
/// <param name="Certificate">What this end shows, with the certificates between it and its authority; null shows none.</param>
/// <param name="NotAfter">When that ends.</param>
internal sealed record TlsMaterial(X509Certificate2Collection? Authorities, SslStreamCertificateContext? Certificate, DateTimeOffset? NotAfter)
{
    /// <summary>How a certificate of the other end is judged. What that sends makes this end fetch nothing.</summary>
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
