using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Client.Security;

/// <summary>Puts what files hold into handshakes. Orleans' own options know neither the certificates between this end's and its authority, nor authorities.</summary>
internal static class TlsHandshakes
{
    /// <summary>For the end that connects.</summary>
    public static void Use(SslClientAuthenticationOptions handshake, TlsMaterial material)
    {
        handshake.ClientCertificates = null;
        handshake.LocalCertificateSelectionCallback = null;
        handshake.ClientCertificateContext = material.Certificate;
        handshake.CertificateChainPolicy = material.ChainPolicy();
        handshake.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
    }

    /// <summary>For the end that is connected to.</summary>
    public static void Use(SslServerAuthenticationOptions handshake, TlsMaterial material)
    {
        handshake.ServerCertificate = null;
        handshake.ServerCertificateSelectionCallback = null;
        handshake.ServerCertificateContext = material.Certificate;
        handshake.CertificateChainPolicy = material.ChainPolicy();
        handshake.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
    }
}
