using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Engine.Redis;

/// <summary>What a connection with TLS has beside its socket.</summary>
/// <param name="stream">Encrypts what is sent, decrypts what is received.</param>
internal sealed class TlsSession(SslStream stream) : IDisposable
{
    /// <summary>Encrypts what is sent, decrypts what is received.</summary>
    public SslStream Stream => stream;

    /// <summary>When the certificate ends that the server showed; null where it showed none.</summary>
    public DateTimeOffset? CertificateNotAfter { get; } =
        stream.RemoteCertificate is X509Certificate2 certificate ? new DateTimeOffset(certificate.NotAfter) : null;

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
