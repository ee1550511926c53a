using System.Net;
using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>One attempt to connect a new socket. The socket keeps no memory for it afterwards, as it does for its own awaitable connect.</summary>
internal sealed class ConnectAttempt : SocketAsyncEventArgs, IPollWaiter
{
    private readonly TaskCompletionSource<SocketError> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConnectAttempt(EndPoint endPoint)
        : base(true) => RemoteEndPoint = endPoint;

    /// <summary>The socket; null where the system has none left.</summary>
    public Socket? Socket { get; private set; }

    /// <summary>How it ended.</summary>
    public Task<SocketError> Outcome => _completion.Task;

    /// <summary>Starts to connect.</summary>
    /// <param name="endPoint">Where to.</param>
    /// <param name="poller">Tells the socket of what happens to it; null leaves that to .NET.</param>
    public static ConnectAttempt Start(EndPoint endPoint, SocketPoller? poller)
    {
        var attempt = new ConnectAttempt(endPoint);
        try
        {
            ProtocolType protocol = endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
            attempt.Socket = poller is null
                ? new Socket(endPoint.AddressFamily, SocketType.Stream, protocol)
                : new PolledSocket(poller, endPoint.AddressFamily, protocol);
            if (DescriptorBudget.IsBeyond(attempt.Socket, DescriptorBudget.OfProcess.TargetsEnd))
            {
                throw new SocketException((int)SocketError.TooManyOpenSockets);
            }

            KeepAlive.Apply(attempt.Socket);
            attempt.Connect();
        }
        catch (SocketException exception)
        {
            attempt._completion.TrySetResult(exception.SocketErrorCode);
        }

        return attempt;
    }

    /// <summary>Closes the socket, which ends the attempt.</summary>
    public void GiveUp() => Socket?.Dispose();

    /// <inheritdoc/>
    void IPollWaiter.Resume()
    {
        try
        {
            if (((PolledSocket)Socket!).TryEndConnect(this, out SocketError error))
            {
                _completion.TrySetResult(error);
            }
        }
        catch (ObjectDisposedException)
        {
            _completion.TrySetResult(SocketError.OperationAborted);
        }
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => _completion.TrySetResult(SocketError);

    private void Connect()
    {
        if (Socket is PolledSocket polled)
        {
            if (polled.TryConnect(RemoteEndPoint!, out SocketError error))
            {
                _completion.TrySetResult(error);
            }
            else
            {
                ((IPollWaiter)this).Resume();
            }
        }
        else if (!Socket!.ConnectAsync(this))
        {
            OnCompleted(this);
        }
    }
}
