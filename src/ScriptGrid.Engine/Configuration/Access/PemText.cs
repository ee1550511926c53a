using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>PEM from a section: written inline under one key, or in the file that another key names.</summary>
/// <param name="Text">The PEM.</param>
/// <param name="Key">The key that provided it.</param>
/// <param name="Place">Where that key is written.</param>
/// <param name="File">The file's path; null if the PEM is inline.</param>
internal sealed record PemText(string Text, string Key, Place Place, string? File)
{
    /// <summary>Reads the PEM; null if neither key is present, or (with the error reported) if it cannot be read.</summary>
    /// <param name="section">The section.</param>
    /// <param name="fileKey">The key that names a file.</param>
    /// <param name="textKey">The key that holds the PEM inline; null if there is no such key.</param>
    /// <param name="files">Reads the file.</param>
    public static PemText? Read(Section section, string fileKey, string? textKey, FollowedFiles files)
    {
        string? path = section.FilePath(fileKey);
        TextNode? text = textKey is null ? null : section.Find(textKey);
        if (text is not null)
        {
            if (section.Has(fileKey))
            {
                section.Error(textKey!, text.Place, $"it is also given by {fileKey} ({section.PlaceOf(fileKey)}); keep one");
            }

            return new PemText(text.Text, textKey!, text.Place, null);
        }

        if (path is null)
        {
            return null;
        }

        TextNode file = section.Find(fileKey)!;
        if (files.Read(path, PemFile.MaxBytes, out string problem) is { } bytes)
        {
            return new PemText(Encoding.UTF8.GetString(bytes), fileKey, file.Place, path);
        }

        section.Error(fileKey, file.Place, ShownName.File(file, path, problem));
        return null;
    }

    /// <summary>Returns every certificate in it; null, with the error reported, if there is none.</summary>
    public X509Certificate2Collection? Certificates(Section section)
    {
        X509Certificate2Collection certificates = [];
        string problem = "it contains no certificate";
        try
        {
            certificates.ImportFromPem(Text);
        }
        catch (CryptographicException exception)
        {
            problem = exception.Message.TrimEnd('.');
        }

        if (certificates.Count > 0)
        {
            return certificates;
        }

        Refuse(section, problem);
        return null;
    }

    /// <summary>Returns its first certificate with the key; null, with the error reported, if they do not match.</summary>
    public X509Certificate2? CertificateWith(PemText key, Section section)
    {
        try
        {
            return X509Certificate2.CreateFromPem(Text, key.Text);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Refuse(section, $"it is not the key of the certificate: {exception.Message.TrimEnd('.')}");
            return null;
        }
    }

    /// <summary>The origin, never the PEM itself, which may contain a key.</summary>
    public override string ToString() => $"{Place}: {Key}";

    private void Refuse(Section section, string problem) =>
        section.Error(Key, Place, $"{(File is null ? "this" : File)} is not a usable PEM: {problem}");
}
