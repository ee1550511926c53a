using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>One attempt to connect a new socket. Unlike an awaited connect, it leaves no memory attached to the socket afterwards.</summary>
internal sealed class ConnectAttempt : SocketAsyncEventArgs, IPollWaiter
{
    private readonly TaskCompletionSource<SocketError> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConnectAttempt(EndPoint endPoint)
        : base(true) => RemoteEndPoint = endPoint;

    /// <summary>A <see cref="PolledSocket"/> or a .NET socket; null if the system could not create one.</summary>
    public IDisposable? Socket { get; private set; }

    /// <summary>Completes with the outcome of the attempt.</summary>
    public Task<SocketError> Outcome => _completion.Task;

    /// <summary>Starts to connect.</summary>
    /// <param name="endPoint">The address to connect to.</param>
    /// <param name="poller">Notifies the socket of its events; null leaves that to .NET.</param>
    public static ConnectAttempt Start(EndPoint endPoint, SocketPoller? poller)
    {
        var attempt = new ConnectAttempt(endPoint);
        try
        {
            if (poller is null)
            {
                attempt.Connect();
            }
            else
            {
                attempt.Connect(poller, endPoint.Serialize());
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
        var socket = new Socket(RemoteEndPoint!.AddressFamily, SocketType.Stream, RemoteEndPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        Take(socket, socket.SafeHandle);
        KeepAlive.Apply(socket);
        if (!socket.ConnectAsync(this))
        {
            OnCompleted(this);
        }
    }

    private void Connect(SocketPoller poller, SocketAddress server)
    {
        var socket = new PolledSocket(poller, server);
        Take(socket, socket);
        if (RemoteEndPoint is IPEndPoint)
        {
            KeepAlive.Apply(socket);
        }

        if (socket.TryConnect(server, out SocketError error))
        {
            _completion.TrySetResult(error);
        }
        else
        {
            ((IPollWaiter)this).Resume();
        }
    }

    private void Take(IDisposable socket, SafeHandle descriptor)
    {
        Socket = socket;
        if (DescriptorBudget.IsBeyond(descriptor, DescriptorBudget.OfProcess.TargetsEnd))
        {
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
    }
}
