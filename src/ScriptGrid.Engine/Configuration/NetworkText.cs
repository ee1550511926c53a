using System.Globalization;
using System.Net;

namespace ScriptGrid.Engine.Configuration;

/// <summary>What text is an address or a port.</summary>
internal static class NetworkText
{
    /// <summary>An IP address as it is usually written: <c>1</c> or <c>127.1</c> is none, and IPv6 stands without brackets.</summary>
    public static bool IsIPAddress(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) && (text.Contains(':') ? !text.StartsWith('[') : address.ToString() == text);

    /// <summary>An address that leads to one machine, or a name.</summary>
    public static bool IsOwnAddress(string text) => IsIPAddress(text)
        ? IPAddress.Parse(text) is var address && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
        : IsHostName(text);

    /// <summary>A name to be resolved. What ends in a number is a mistyped address.</summary>
    public static bool IsHostName(string text) => Uri.CheckHostName(text) == UriHostNameType.Dns && !text.Split('.')[^1].All(char.IsAsciiDigit);

    /// <summary>A name or an address, with a port.</summary>
    public static bool IsHostAndPort(string text)
    {
        (string host, string? port) = Split(text);
        bool isHost = IsBracketedRight(host) || Uri.CheckHostName(host) == UriHostNameType.Dns;
        return port is not null && TryPort(port, out int number) && number > 0 && isHost;
    }

    /// <summary>A port, or 0.</summary>
    public static bool TryPort(string text, out int port)
    {
        bool isPort = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort value);
        port = value;
        return isPort;
    }

    /// <summary>An IP address with brackets where it is IPv6, as it stands before a port.</summary>
    public static bool IsBracketedRight(string host) => IPAddress.TryParse(host, out _) && host.StartsWith('[') == host.Contains(':');

    /// <summary>What stands before the last colon, and what behind it; null for no colon.</summary>
    public static (string Host, string? Port) Split(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }
}
