using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace ScriptGrid.Client;

/// <summary>The address at which a silo accepts clients.</summary>
/// <param name="Host">A host name, or an IP address without brackets.</param>
/// <param name="Port">The port.</param>
internal sealed record Gateway(string Host, int Port)
{
    /// <summary>Parses <c>host:port</c>. An IPv6 address must be in brackets.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Gateway? gateway)
    {
        gateway = null;
        int colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0)
        {
            return false;
        }

        string host = text[..colon];
        bool isBracketed = host is ['[', .., ']'];
        string inner = isBracketed ? host[1..^1] : host;
        UriHostNameType kind = Uri.CheckHostName(inner);
        if (kind == UriHostNameType.Unknown || isBracketed != (kind == UriHostNameType.IPv6))
        {
            return false;
        }

        gateway = new Gateway(inner, port);
        return true;
    }

    /// <summary>Resolves the host to its current addresses.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name has no address.</exception>
    public async Task<IPEndPoint[]> ResolveAsync(CancellationToken cancellationToken) =>
        [.. (await Dns.GetHostAddressesAsync(Host, cancellationToken).ConfigureAwait(false)).Select(address => new IPEndPoint(address, Port))];
}
