using System.Net;
using System.Net.Sockets;

namespace ScriptGrid.Cluster.Membership;

/// <summary>What one attempt to connect to a port shows.</summary>
internal enum PortState
{
    /// <summary>No answer in time, or an error of the way there: it proves nothing.</summary>
    Unknown,

    /// <summary>Somebody listens.</summary>
    Open,

    /// <summary>The host is there and refuses: nobody listens.</summary>
    Refused,
}

/// <summary>Looks whether somebody listens on a port: connects, says nothing, and closes.</summary>
internal static class PortLook
{
    /// <summary>Looks once.</summary>
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
