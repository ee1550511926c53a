using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Engine.Redis;

/// <summary>What a connection with TLS has in addition to its socket.</summary>
/// <param name="stream">Encrypts what is sent, and decrypts what is received.</param>
internal sealed class TlsSession(SslStream stream) : IDisposable
{
    /// <summary>Encrypts what is sent, and decrypts what is received.</summary>
    public SslStream Stream => stream;

    /// <summary>When the certificate that the server showed expires; null if it showed none.</summary>
    public DateTimeOffset? CertificateNotAfter { get; } =
        stream.RemoteCertificate is X509Certificate2 certificate ? new DateTimeOffset(certificate.NotAfter) : null;

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
