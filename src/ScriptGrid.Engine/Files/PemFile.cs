using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ScriptGrid.Engine.Files;

/// <summary>
/// Certificates in PEM files. Throws an <see cref="IOException"/> for a file that cannot be read, and a <see cref="CryptographicException"/> for one
/// that is of no use.
/// </summary>
internal static class PemFile
{
    /// <summary>The longest file that is read.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Every certificate in a file, and at least one.</summary>
    public static X509Certificate2Collection Authorities(string path)
    {
        X509Certificate2Collection certificates = [];
        certificates.ImportFromPem(Text(path));
        return certificates.Count > 0 ? certificates : throw new CryptographicException("it holds no certificate");
    }

    /// <summary>A certificate with its key, which may be in the same file.</summary>
    public static X509Certificate2 Certificate(string path, string? keyPath)
    {
        string text = Text(path);
        return X509Certificate2.CreateFromPem(text, keyPath is null ? text : Text(keyPath));
    }

    private static string Text(string path) =>
        BoundedFile.Read(path, MaxBytes, out string problem) is { } bytes ? Encoding.UTF8.GetString(bytes) : throw new IOException(problem);
}
