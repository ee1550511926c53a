using System.Net;
using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>
/// A client's TCP connection. The executor thread waits for its bytes and receives them; where it cannot wait for sockets, they are received
/// asynchronously, one receive at a time, and handed to it. Everything else here happens on that thread. Sending never blocks it: what the socket does not take at once is sent in the background.
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

    /// <summary>Nothing is read from now on, and the connection closes once everything written has gone out.</summary>
    internal bool IsClosingAfterReply { get; set; }

    /// <summary>Whether it is to be closed without what was written and not sent; see <see cref="GiveUp"/>.</summary>
    internal bool IsGivenUp { get; private set; }

    /// <summary>How many bytes may wait to be sent before the client is given up.</summary>
    internal long MaxOutputBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Bytes written and not yet taken by the network.</summary>
    internal long PendingBytes => Reply.Output.Length + (_isSending ? _send.Count : 0);

    /// <summary>Called with the number of bytes that came.</summary>
    internal Action<int> Received { get; set; } = static _ => { };

    /// <summary>Called once, when the connection ends for whatever reason.</summary>
    internal Action Closed { get; set; } = static () => { };

    /// <summary>Called once, when nothing is left of it.</summary>
    internal Action Released { get; set; } = static () => { };

    /// <summary>Called when what had to be sent in the background is sent.</summary>
    internal Action Drained { get; set; } = static () => { };

    /// <summary>Called with the number of bytes that the network took.</summary>
    internal Action<int> Sent { get; set; } = static _ => { };

    /// <summary>Called when what the client sends does not fit into what the server may hold.</summary>
    internal Action Overflowed { get; set; } = static () => { };

    /// <summary>Called with what ended the connection that no client may cause: a fault of this program.</summary>
    internal Action<Exception> Failed { get; set; } = static _ => { };

    /// <summary>Ends the connection. What is under way on the socket ends by that too; only then the socket goes, or the other side would see a reset.</summary>
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
            // The other side was first.
        }

        Closed();
        Release();
    }

    /// <summary>Ends the connection by a fault, whatever else may fail on the way.</summary>
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
