using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ScriptGrid.Client.Security;

/// <summary>
/// The TLS files of one end of a connection. <see cref="Look"/> checks them as often as the caller likes, and new content is used for handshakes from then
/// on. Unusable content changes nothing, for instance a new certificate whose key has not been replaced yet. Thread-safe.
/// </summary>
internal sealed class TlsFiles
{
    /// <summary>The purpose of a certificate that a server shows.</summary>
    public const string ForServers = "1.3.6.1.5.5.7.3.1";

    /// <summary>The purpose of a certificate that a client shows.</summary>
    public const string ForClients = "1.3.6.1.5.5.7.3.2";

    private const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string[] _purposes;
    private readonly Func<TlsMaterial, string?>? _flaw;
    private byte[] _seen;
    private byte[] _used;
    private volatile TlsMaterial _material;

    /// <summary>Reads the files.</summary>
    /// <param name="caFile">The authorities that the other end's certificate must come from; null for those of the system.</param>
    /// <param name="certFile">This end's certificate, followed by any intermediate certificates; null to show none.</param>
    /// <param name="keyFile">The private key of the certificate; null if the key is in the same file.</param>
    /// <param name="purposes">The purposes that this end's certificate must allow, if it restricts its purposes at all.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">A file is unusable.</exception>
    public TlsFiles(string? caFile, string? certFile, string? keyFile, params string[] purposes)
        : this(caFile, certFile, keyFile, purposes, flaw: null)
    {
    }

    /// <inheritdoc cref="TlsFiles(string, string, string, string[])"/>
    /// <param name="caFile">The authorities that the other end's certificate must come from; null for those of the system.</param>
    /// <param name="certFile">This end's certificate, followed by any intermediate certificates; null to show none.</param>
    /// <param name="keyFile">The private key of the certificate; null if the key is in the same file.</param>
    /// <param name="purposes">The purposes that this end's certificate must allow, if it restricts its purposes at all.</param>
    /// <param name="flaw">Returns why other ends would refuse usable content, which is then no replacement for what is in use; null if they would not.</param>
    public TlsFiles(string? caFile, string? certFile, string? keyFile, string[] purposes, Func<TlsMaterial, string?>? flaw)
    {
        (CaFile, CertFile, KeyFile, _purposes, _flaw) = (caFile, certFile, keyFile, purposes, flaw);
        (_seen, _material) = Read();
        _used = _seen;
    }

    /// <summary>The file with the authorities.</summary>
    public string? CaFile { get; }

    /// <summary>The file with the certificate.</summary>
    public string? CertFile { get; }

    /// <summary>The file with the certificate's key.</summary>
    public string? KeyFile { get; }

    /// <summary>The content in use.</summary>
    public TlsMaterial Current => _material;

    /// <summary>Why other ends refuse the content in use; null if they do not, as far as this end can tell.</summary>
    public string? Flaw => _flaw?.Invoke(_material);

    /// <summary>Checks the files, and uses their new content if they have changed. If the content is refused, the problem says why.</summary>
    public TlsLook Look(out string problem)
    {
        problem = "";
        lock (_gate)
        {
            byte[] hash = Hash();
            if (hash.AsSpan().SequenceEqual(_seen))
            {
                return TlsLook.Same;
            }

            _seen = hash;
            if (hash.AsSpan().SequenceEqual(_used))
            {
                return TlsLook.Restored;
            }

            try
            {
                (byte[] read, TlsMaterial material) = Read();
                _seen = read;
                if (_flaw?.Invoke(material) is { } flaw)
                {
                    problem = flaw;
                    return TlsLook.Refused;
                }

                (_used, _material) = (read, material);
                return TlsLook.Changed;
            }
            catch (Exception failure) when (IsOfFiles(failure))
            {
                problem = failure.Message.TrimEnd('.');
                return TlsLook.Refused;
            }
        }
    }

    /// <summary>Whether an exception means that a file cannot be read or is unusable.</summary>
    public static bool IsOfFiles(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private static X509Certificate2Collection Certificates(string path, string pem)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new CryptographicException($"{path} is no usable PEM file: {failure.Message}", failure);
        }

        return certificates.Count > 0 ? certificates : throw new CryptographicException($"{path} holds no certificate");
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return RegularFile.Read(path, MaxBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException(RegularFile.Explain(path, failure), failure);
        }
    }

    /// <summary>Returns a hash of the files' content, to detect changes. For a file that cannot be read, the error message is hashed instead.</summary>
    private byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in new[] { CaFile, CertFile, KeyFile }.OfType<string>())
        {
            Append(hash, path);
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, string path)
    {
        byte[] bytes;
        try
        {
            bytes = ReadFile(path);
        }
        catch (IOException failure)
        {
            bytes = Encoding.UTF8.GetBytes(failure.Message);
        }

        hash.AppendData(SHA256.HashData(bytes));
    }

    /// <summary>Reads the files. A change between the hash and the reads is detected by the next look.</summary>
    private (byte[] Hash, TlsMaterial Material) Read()
    {
        byte[] hash = Hash();
        X509Certificate2Collection? authorities = CaFile is null ? null : Certificates(CaFile, Encoding.UTF8.GetString(ReadFile(CaFile)));
        return (hash, CertFile is null ? new TlsMaterial(authorities, null, null) : WithCertificate(authorities, CertFile));
    }

    private TlsMaterial WithCertificate(X509Certificate2Collection? authorities, string certFile)
    {
        string pem = Encoding.UTF8.GetString(ReadFile(certFile));
        X509Certificate2Collection chain = Certificates(certFile, pem);
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(pem, KeyFile is null ? pem : Encoding.UTF8.GetString(ReadFile(KeyFile)));
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new CryptographicException($"{certFile} and {KeyFile ?? "the key in it"} are no certificate with its key: {failure.Message}", failure);
        }

        if (_purposes.FirstOrDefault(purpose => !IsFor(certificate, purpose)) is { } lacking)
        {
            throw new CryptographicException(
                $"{certFile} is not valid for a {(lacking == ForServers ? "server" : "client")}: its extended key usage does not allow it");
        }

        chain.RemoveAt(0);
        var context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        return new TlsMaterial(authorities, context, new DateTimeOffset(certificate.NotAfter));
    }

    /// <summary>Whether a certificate allows a purpose. One without the extension allows every purpose (RFC 5280, section 4.2.1.12).</summary>
    private static bool IsFor(X509Certificate2 certificate, string purpose) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().All(usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == purpose));
}
