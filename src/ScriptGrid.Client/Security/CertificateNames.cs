using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace ScriptGrid.Client.Security;

/// <summary>The names and addresses that a certificate is for.</summary>
internal static class CertificateNames
{
    /// <summary>Whether an end that connects to this name or address accepts the certificate.</summary>
    public static bool Match(X509Certificate2 certificate, string name)
    {
        try
        {
            return certificate.MatchesHostname(name);
        }
        catch (ArgumentException)
        {
            return true; // No name that could be checked here, such as one with an underscore. The handshake decides.
        }
    }

    /// <summary>Returns the names and addresses, for a message.</summary>
    public static string Of(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()];
        string[] all =
        [
            .. names.SelectMany(static extension => extension.EnumerateDnsNames()),
            .. names.SelectMany(static extension => extension.EnumerateIPAddresses()).Select(static (IPAddress address) => address.ToString()),
        ];
        return all.Length > 0 ? string.Join(", ", all) : certificate.Subject;
    }
}
