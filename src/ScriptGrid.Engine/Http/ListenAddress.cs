using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ScriptGrid.Engine.Http;

/// <summary>Where the HTTP server listens.</summary>
internal sealed class ListenAddress
{
    private const string Localhost = "localhost";

    private readonly string _text;
    private readonly IPAddress? _ip;
    private readonly int _port;

    private ListenAddress(string text, IPAddress? ip, int port) => (_text, _ip, _port) = (text, ip, port);

    /// <summary>Where a server listens for it: one end point, or two for both loopbacks.</summary>
    public IPEndPoint[] EndPoints => _ip is not null
        ? [new(_ip, _port)]
        : _text.StartsWith(':')
            ? [new(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, _port)]
            : [new(IPAddress.Loopback, _port), new(IPAddress.IPv6Loopback, _port)];

    /// <summary>
    /// Reads <c>:9121</c> (every interface, IPv4 and IPv6), <c>127.0.0.1:9121</c>, <c>[::1]:9121</c> or <c>localhost:9121</c> (both
    /// loopbacks). Port 0 lets the system choose.
    /// </summary>
    /// <param name="text">The address.</param>
    /// <param name="address">What was read.</param>
    /// <param name="error">One sentence that says what is wrong.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        int colon = text.LastIndexOf(':');
        if (colon < 0 || text[..colon].EndsWith(':') || !TryParsePort(text[(colon + 1)..], out int port))
        {
            error = $"'{text}' is no listen address: expected host:port, :port or [ipv6]:port with a port from 0 to 65535.";
            return false;
        }

        if (!TryParseHost(text[..colon], out IPAddress? ip))
        {
            error = $"'{text}' is no listen address: '{text[..colon]}' must be an IP address (IPv6 in brackets), 'localhost', "
                + "or nothing for every interface.";
            return false;
        }

        (address, error) = (new ListenAddress(text, ip, port), null);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <summary>Makes the server listen there.</summary>
    public void Apply(KestrelServerOptions kestrel)
    {
        if (_ip is not null)
        {
            kestrel.Listen(_ip, _port);
        }
        else if (_text.StartsWith(':'))
        {
            kestrel.ListenAnyIP(_port);
        }
        else if (_port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0); // The system cannot choose one port for both loopbacks.
        }
        else
        {
            kestrel.ListenLocalhost(_port);
        }
    }

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;

    /// <summary>Null for the names that stand for two addresses.</summary>
    private static bool TryParseHost(string host, out IPAddress? ip)
    {
        ip = null;
        return host is "" or Localhost || (host.StartsWith('[') == host.Contains(':') && IPAddress.TryParse(host, out ip));
    }
}
