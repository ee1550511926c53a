using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Client.Security;

/// <summary>Applies the content of TLS files to handshakes. Orleans' own options support neither intermediate certificates nor custom authorities.</summary>
internal static class TlsHandshakes
{
    /// <summary>Sets up the end that connects.</summary>
    public static void Use(SslClientAuthenticationOptions handshake, TlsMaterial material)
    {
        handshake.ClientCertificates = null;
        handshake.LocalCertificateSelectionCallback = null;
        handshake.ClientCertificateContext = material.Certificate;
        handshake.CertificateChainPolicy = material.ChainPolicy();
        handshake.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
    }

    /// <summary>Sets up the end that accepts connections.</summary>
    public static void Use(SslServerAuthenticationOptions handshake, TlsMaterial material)
    {
        handshake.ServerCertificate = null;
        handshake.ServerCertificateSelectionCallback = null;
        handshake.ServerCertificateContext = material.Certificate;
        handshake.CertificateChainPolicy = material.ChainPolicy();
        handshake.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
    }
}
