using System.Net;
using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>
/// A client's TCP connection. The executor thread waits for its bytes and receives them. If that thread cannot wait for sockets, the connection receives
/// asynchronously, one receive at a time, and passes the bytes to it. Everything else here happens on that thread. Sending never blocks it: what the socket
/// does not accept at once is sent in the background.
/// </summary>
internal sealed partial class Connection : IPolled, IDisposable
{
    private readonly Socket _socket;
    private readonly WorkQueue _queue;
    private readonly SocketAsyncEventArgs _receive = new();
    private readonly SocketAsyncEventArgs _send = new();
    private readonly DelegateWork _sent;
    private ArraySegment<byte> _sending;
    private readonly long _watch;
    private bool _isReceiving;
    private bool _isReadable;
    private bool _isHungUp;
    private bool _isSending;
    private bool _isReleased;

    internal Connection(Socket socket, WorkQueue queue, RespReply reply, BufferBudget budget)
    {
        _socket = socket;
        _queue = queue;
        Reply = reply;
        Input = new InputBuffer(budget);
        Parser = new RequestParser(budget);
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _socket.NoDelay = true;
        _socket.Blocking = false;
        _watch = _queue.Watch(_socket.SafeHandle, this);
        _receive.Completed += (_, _) => _queue.Post(this);
        _sent = new DelegateWork(RunSent, whileBusy: true, whileEnding: true);
        _send.Completed += (_, _) => _queue.Post(_sent);
    }

    public bool WhileBusy => true;

    public bool WhileEnding => true;

    internal IPEndPoint RemoteEndPoint { get; }

    internal IPEndPoint LocalEndPoint { get; }

    internal InputBuffer Input { get; }

    internal RequestParser Parser { get; }

    internal RespReply Reply { get; }

    internal bool IsClosed { get; private set; }

    /// <summary>Whether nothing more is read and the connection closes once all output is sent.</summary>
    internal bool IsClosingAfterReply { get; set; }

    /// <summary>Whether to close the connection and drop the output that is not sent; see <see cref="GiveUp"/>.</summary>
    internal bool IsGivenUp { get; private set; }

    /// <summary>The most bytes that may wait to be sent. A client with more is closed.</summary>
    internal long MaxOutputBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Bytes written but not yet accepted by the network.</summary>
    internal long PendingBytes => Reply.Output.Length + (_isSending ? _send.Count : 0);

    /// <summary>Called with the number of bytes received.</summary>
    internal Action<int> Received { get; set; } = static _ => { };

    /// <summary>Called once, when the connection ends for any reason.</summary>
    internal Action Closed { get; set; } = static () => { };

    /// <summary>Called once, when all resources of the connection are freed.</summary>
    internal Action Released { get; set; } = static () => { };

    /// <summary>Called when output has been sent in the background.</summary>
    internal Action Drained { get; set; } = static () => { };

    /// <summary>Called with the number of bytes that the network accepted.</summary>
    internal Action<int> Sent { get; set; } = static _ => { };

    /// <summary>Called when the client sends more than the server may hold.</summary>
    internal Action Overflowed { get; set; } = static () => { };

    /// <summary>Called with an exception that ended the connection. It is a fault of this program, which no client should be able to cause.</summary>
    internal Action<Exception> Failed { get; set; } = static _ => { };

    /// <summary>
    /// Closes the connection. Shutting the socket down also ends its pending operations. The socket is disposed only after them, or the other side would see a
    /// reset.
    /// </summary>
    internal void Close()
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        if (_watch != 0)
        {
            _isReceiving = false;
            _queue.Unwatch(_socket.SafeHandle, _watch);
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The other side closed first.
        }

        Closed();
        Release();
    }

    /// <summary>Reports a fault and closes the connection because of it.</summary>
    internal void Fail(Exception fault)
    {
        Failed(fault);
        Close();
    }

    public void Dispose() => Close();

    private void Release()
    {
        if (IsClosed && !_isReceiving && !_isSending && !_isReleased)
        {
            _isReleased = true;
            Input.Drop();
            Parser.Drop();
            Reply.Output.Drop();
            _socket.Dispose();
            _receive.Dispose();
            _send.Dispose();
            Released();
        }
    }
}
