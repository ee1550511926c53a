using System.Net;
using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>One attempt to connect a new socket. The socket keeps no memory for it afterwards, as it does for its own awaitable connect.</summary>
internal sealed class ConnectAttempt : SocketAsyncEventArgs
{
    private readonly TaskCompletionSource<SocketError> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConnectAttempt(EndPoint endPoint)
        : base(true) => RemoteEndPoint = endPoint;

    /// <summary>The socket; null where the system has none left.</summary>
    public Socket? Socket { get; private set; }

    /// <summary>How it ended.</summary>
    public Task<SocketError> Outcome => _completion.Task;

    /// <summary>Starts to connect.</summary>
    public static ConnectAttempt Start(EndPoint endPoint)
    {
        var attempt = new ConnectAttempt(endPoint);
        try
        {
            ProtocolType protocol = endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
            attempt.Socket = new Socket(endPoint.AddressFamily, SocketType.Stream, protocol);
            if (DescriptorBudget.IsBeyond(attempt.Socket, DescriptorBudget.OfProcess.TargetsEnd))
            {
                throw new SocketException((int)SocketError.TooManyOpenSockets);
            }

            KeepAlive.Apply(attempt.Socket);
            if (!attempt.Socket.ConnectAsync(attempt))
            {
                attempt.OnCompleted(attempt);
            }
        }
        catch (SocketException exception)
        {
            attempt._completion.TrySetResult(exception.SocketErrorCode);
        }

        return attempt;
    }

    /// <summary>Closes the socket, which ends the attempt.</summary>
    public void GiveUp() => Socket?.Dispose();

    protected override void OnCompleted(SocketAsyncEventArgs e) => _completion.TrySetResult(SocketError);
}
