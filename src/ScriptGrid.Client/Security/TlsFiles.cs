using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ScriptGrid.Client.Security;

/// <summary>
/// Files of one end of TLS, looked at as often as the caller wants. What they hold by now goes for the handshakes from then on; what is of no use changes
/// nothing, as a certificate whose key is still to be replaced.
/// </summary>
internal sealed class TlsFiles
{
    /// <summary>For a certificate that a server shows.</summary>
    public const string ForServers = "1.3.6.1.5.5.7.3.1";

    /// <summary>For a certificate that a client shows.</summary>
    public const string ForClients = "1.3.6.1.5.5.7.3.2";

    private const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string[] _purposes;
    private byte[] _seen;
    private byte[] _used;
    private volatile TlsMaterial _material;

    /// <summary>Reads the files.</summary>
    /// <param name="caFile">The authorities of the other end; null is the system's.</param>
    /// <param name="certFile">This end's certificate, with those between it and its authority after it; null shows none.</param>
    /// <param name="keyFile">Its key; null where that stands in the same file.</param>
    /// <param name="purposes">What this end's certificate must be for, where it says.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">A file is of no use.</exception>
    public TlsFiles(string? caFile, string? certFile, string? keyFile, params string[] purposes)
    {
        (CaFile, CertFile, KeyFile, _purposes) = (caFile, certFile, keyFile, purposes);
        (_seen, _material) = Read();
        _used = _seen;
    }

    /// <summary>Where the authorities stand.</summary>
    public string? CaFile { get; }

    /// <summary>Where the certificate stands.</summary>
    public string? CertFile { get; }

    /// <summary>Where its key stands.</summary>
    public string? KeyFile { get; }

    /// <summary>What is in use.</summary>
    public TlsMaterial Current => _material;

    /// <summary>Looks at the files; where they are refused, the problem says why.</summary>
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
                (_used, _material) = Read();
                _seen = _used;
                return TlsLook.Changed;
            }
            catch (Exception failure) when (IsOfFiles(failure))
            {
                problem = failure.Message.TrimEnd('.');
                return TlsLook.Refused;
            }
        }
    }

    /// <summary>Whether an exception says that a file cannot be read or is of no use.</summary>
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

    /// <summary>Tells what the files hold from what they held. One that cannot be read counts as what is wrong with it.</summary>
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

    /// <summary>What is written between the hash and the reading is seen by the next look.</summary>
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
            throw new CryptographicException($"{certFile} may not be shown by a {(lacking == ForServers ? "server" : "client")}, as its extended key usage says");
        }

        chain.RemoveAt(0);
        var context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        return new TlsMaterial(authorities, context, new DateTimeOffset(certificate.NotAfter));
    }

    /// <summary>One without the extension is for everything (RFC 5280, section 4.2.1.12).</summary>
    private static bool IsFor(X509Certificate2 certificate, string purpose) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().All(usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == purpose));
}
