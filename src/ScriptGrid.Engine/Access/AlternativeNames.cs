using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Engine.Access;

/// <summary>
/// Reads the names for which a certificate is valid: the DNS names, e-mail addresses, URIs and IP addresses in its subject alternative names (RFC
/// 5280, section 4.2.1.6).
/// </summary>
internal static class AlternativeNames
{
    private const string Extension = "2.5.29.17";
    private const int Email = 1;
    private const int Dns = 2;
    private const int Uri = 6;
    private const int Address = 7;

    /// <summary>Returns the names; empty if the certificate has none.</summary>
    /// <exception cref="CryptographicException">The names cannot be read.</exception>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        if (certificate.Extensions[Extension] is not { } extension)
        {
            return [];
        }

        try
        {
            return Read(extension.RawData);
        }
        catch (AsnContentException malformed)
        {
            throw new CryptographicException("The alternative names of the certificate cannot be read.", malformed);
        }
    }

    private static List<string> Read(ReadOnlyMemory<byte> encoded)
    {
        List<string> names = [];
        AsnReader reader = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            if (Next(reader) is { } name)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static string? Next(AsnReader reader)
    {
        Asn1Tag tag = reader.PeekTag();
        switch (tag.TagClass == TagClass.ContextSpecific ? tag.TagValue : 0)
        {
            case Email or Dns or Uri:
                return reader.ReadCharacterString(UniversalTagNumber.IA5String, tag);
            case Address:
                return reader.ReadOctetString(tag) is { Length: 4 or 16 } bytes ? new IPAddress(bytes).ToString() : null;
            default:
                reader.ReadEncodedValue();
                return null;
        }
    }
}
