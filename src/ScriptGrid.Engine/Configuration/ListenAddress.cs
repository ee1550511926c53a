using System.Net;
using System.Net.Sockets;

namespace ScriptGrid.Engine.Configuration;

/// <summary>The address on which the HTTP server listens.</summary>
internal sealed class ListenAddress
{
    private const string Localhost = "localhost";

    private readonly string _text;
    private readonly string _host;

    private ListenAddress(string text, string host, int port) => (_text, _host, Port) = (text, host, port);

    /// <summary>The port; 0 lets the system choose.</summary>
    public int Port { get; }

    /// <summary>The IP address on which it listens; null for every interface and for <c>localhost</c>.</summary>
    public IPAddress? Ip => IPAddress.TryParse(_host, out IPAddress? ip) ? ip : null;

    /// <summary>Whether it listens on every interface, IPv4 and IPv6.</summary>
    public bool IsEveryInterface => _host.Length == 0;

    /// <summary>The end points to bind: one, or two for both loopback addresses.</summary>
    public IPEndPoint[] EndPoints => Ip is { } ip
        ? [new(ip, Port)]
        : IsEveryInterface
            ? [new(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, Port)]
            : [new(IPAddress.Loopback, Port), new(IPAddress.IPv6Loopback, Port)];

    /// <summary>
    /// Parses <c>:9121</c> (every interface), <c>127.0.0.1:9121</c>, <c>[::1]:9121</c> or <c>localhost:9121</c> (both loopback addresses); returns
    /// null for anything else.
    /// </summary>
    public static ListenAddress? Parse(string text)
    {
        (string host, string? port) = NetworkText.Split(text);
        bool isHost = host is "" or Localhost || NetworkText.IsBracketedRight(host);
        return isHost && port is not null && NetworkText.TryPort(port, out int number) ? new ListenAddress(text, host, number) : null;
    }

    /// <summary>The same address with the port that the system chose.</summary>
    public ListenAddress WithPort(int port) => new($"{_host}:{port}", _host, port);

    /// <inheritdoc/>
    public override string ToString() => _text;
}
