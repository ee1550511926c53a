using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ScriptGrid.Engine.Files;

/// <summary>
/// Reads certificates from PEM files. Throws an <see cref="IOException"/> if a file cannot be read, and a <see cref="CryptographicException"/> if its content
/// cannot be used.
/// </summary>
internal static class PemFile
{
    /// <summary>The length of the longest file that is read, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Returns all certificates of a file; at least one.</summary>
    public static X509Certificate2Collection Certificates(string path)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPem(Text(path));
        return certificates.Count > 0 ? certificates : throw new CryptographicException("it contains no certificate");
    }

    /// <summary>Returns the first certificate of a file with its private key.</summary>
    /// <param name="path">The certificate's file.</param>
    /// <param name="keyPath">The key's file; null if the key is in the certificate's file.</param>
    public static X509Certificate2 Certificate(string path, string? keyPath)
    {
        string text = Text(path);
        return X509Certificate2.CreateFromPem(text, keyPath is null ? text : Text(keyPath));
    }

    private static string Text(string path) =>
        BoundedFile.Read(path, MaxBytes, out string problem) is { } bytes ? Encoding.UTF8.GetString(bytes) : throw new IOException(problem);
}
