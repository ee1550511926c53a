using System.Net;
using System.Net.Sockets;

namespace ScriptGrid.Cluster.Membership;

/// <summary>The result of one attempt to connect to a port.</summary>
internal enum PortState
{
    /// <summary>There was no answer in time, or a network error on the way. It proves nothing.</summary>
    Unknown,

    /// <summary>A process listens.</summary>
    Open,

    /// <summary>The host is reachable and refuses the connection: no process listens.</summary>
    Refused,
}

/// <summary>Checks whether a process listens on a port: connects, sends nothing, and closes.</summary>
internal static class PortLook
{
    /// <summary>Checks once.</summary>
    public static async Task<PortState> LookAsync(IPEndPoint port, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var expired = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, cancellationToken);
        try
        {
            using var socket = new Socket(port.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(port, either.Token);
            return PortState.Open;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.ConnectionRefused ? PortState.Refused : PortState.Unknown;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PortState.Unknown;
        }
    }
}
