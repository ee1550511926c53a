using System.Net.Sockets;

namespace ScriptGrid.Engine.Redis;

/// <summary>Descriptions of socket errors, the same on every platform.</summary>
internal static class SocketErrors
{
    public static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset by the server",
        SocketError.ConnectionAborted or SocketError.OperationAborted or SocketError.Shutdown => "the connection was aborted",
        SocketError.HostUnreachable => "no route to the host",
        SocketError.NetworkUnreachable => "the network is unreachable",
        SocketError.TimedOut => "the host did not answer",
        SocketError.TooManyOpenSockets => "too many open files in this process; raise its limit (ulimit -n)",
        SocketError.AddressNotAvailable => "no local port is left for a connection",
        SocketError.AccessDenied => "permission denied",
        SocketError.NotSocket or SocketError.AddressFamilyNotSupported => "not an address that can be connected to",
        _ => $"socket error {error}",
    };
}
