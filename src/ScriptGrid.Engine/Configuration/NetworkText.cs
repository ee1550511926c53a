using System.Globalization;
using System.Net;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Recognizes addresses and ports in text.</summary>
internal static class NetworkText
{
    /// <summary>Whether the text is an IP address in its usual form. <c>1</c> and <c>127.1</c> are not accepted, nor is IPv6 in brackets.</summary>
    public static bool IsIPAddress(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) && (text.Contains(':') ? !text.StartsWith('[') : address.ToString() == text);

    /// <summary>Whether the text is the address of a single machine, or a host name.</summary>
    public static bool IsOwnAddress(string text) => IsIPAddress(text)
        ? IPAddress.Parse(text) is var address && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
        : IsHostName(text);

    /// <summary>Whether the text is a host name to be resolved. A name whose last part is a number is a mistyped address.</summary>
    public static bool IsHostName(string text) => Uri.CheckHostName(text) == UriHostNameType.Dns && !text.Split('.')[^1].All(char.IsAsciiDigit);

    /// <summary>Whether the text is a host name or an address, with a port.</summary>
    public static bool IsHostAndPort(string text)
    {
        (string host, string? port) = Split(text);
        bool isHost = IsBracketedRight(host) || Uri.CheckHostName(host) == UriHostNameType.Dns;
        return port is not null && TryPort(port, out int number) && number > 0 && isHost;
    }

    /// <summary>Parses a port, or 0.</summary>
    public static bool TryPort(string text, out int port)
    {
        bool isPort = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort value);
        port = value;
        return isPort;
    }

    /// <summary>Whether the text is an IP address as written before a port: IPv6 in brackets, IPv4 without.</summary>
    public static bool IsBracketedRight(string host) => IPAddress.TryParse(host, out _) && host.StartsWith('[') == host.Contains(':');

    /// <summary>Splits the text at the last colon. The port is null if there is no colon.</summary>
    public static (string Host, string? Port) Split(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }
}
