using System.Net;
using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>
/// A client's TCP connection. Bytes are received asynchronously, one receive at a time, and handed to the executor thread; everything else here
/// happens on that thread. Sending never blocks it: what the socket does not take at once is sent in the background.
/// </summary>
internal sealed class Connection : IWork, IDisposable
{
    private readonly Socket _socket;
    private readonly WorkQueue _queue;
    private readonly SocketAsyncEventArgs _receive = new();
    private readonly SocketAsyncEventArgs _send = new();
    private readonly DelegateWork _sent;
    private bool _isReceiving;
    private bool _isSending;
    private bool _isReleased;

    internal Connection(Socket socket, WorkQueue queue, RespReply reply)
    {
        _socket = socket;
        _queue = queue;
        Reply = reply;
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _socket.NoDelay = true;
        _socket.Blocking = false;
        _receive.Completed += (_, _) => _queue.Post(this);
        _sent = new DelegateWork(OnSent, whileBusy: true, whileEnding: true);
        _send.Completed += (_, _) => _queue.Post(_sent);
    }

    public bool WhileBusy => true;

    public bool WhileEnding => true;

    internal IPEndPoint RemoteEndPoint { get; }

    internal IPEndPoint LocalEndPoint { get; }

    internal InputBuffer Input { get; } = new();

    internal RequestParser Parser { get; } = new();

    internal RespReply Reply { get; }

    internal bool IsClosed { get; private set; }

    /// <summary>Nothing is read from now on, and the connection closes once everything written has gone out.</summary>
    internal bool IsClosingAfterReply { get; set; }

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

    /// <summary>What the queue calls when a receive ended.</summary>
    public void Run()
    {
        _isReceiving = false;
        int count = _receive.BytesTransferred;
        if (IsClosed || _receive.SocketError != SocketError.Success || count == 0)
        {
            Close();
            Release();
            return;
        }

        Input.Fill(count);
        Received(count);
    }

    /// <summary>Waits for more bytes, unless that is under way.</summary>
    internal void Receive()
    {
        if (IsClosed || _isReceiving || IsClosingAfterReply)
        {
            return;
        }

        _isReceiving = true;
        _receive.SetBuffer(Input.Free(Parser.BytesWanted));
        if (!_socket.ReceiveAsync(_receive))
        {
            _queue.Post(this);
        }
    }

    /// <summary>Sends what was written.</summary>
    internal void Flush()
    {
        OutputBuffer output = Reply.Output;
        if (IsClosed || _isSending || output.Length == 0)
        {
            if (!IsClosed && PendingBytes > MaxOutputBytes)
            {
                Close();
            }

            CloseIfDone();
            return;
        }

        int count = _socket.Send(output.Written, SocketFlags.None, out SocketError error);
        if (error == SocketError.Success && count == output.Length)
        {
            output.Clear();
            Sent(count);
            CloseIfDone();
        }
        else if (error is SocketError.Success or SocketError.WouldBlock)
        {
            SendInBackground(output.Detach(), error == SocketError.Success ? count : 0);
        }
        else
        {
            Close();
        }
    }

    /// <summary>Ends the connection. What is under way on the socket ends by that too; only then the socket goes, or the other side would see a reset.</summary>
    internal void Close()
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
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

    public void Dispose() => Close();

    private void Release()
    {
        if (IsClosed && !_isReceiving && !_isSending && !_isReleased)
        {
            _isReleased = true;
            _socket.Dispose();
            _receive.Dispose();
            _send.Dispose();
            Released();
        }
    }

    private void SendInBackground(ArraySegment<byte> bytes, int done)
    {
        Sent(done);
        _isSending = true;
        _send.SetBuffer(bytes.Array, bytes.Offset + done, bytes.Count - done);
        if (!_socket.SendAsync(_send))
        {
            _queue.Post(_sent);
        }
    }

    private void OnSent()
    {
        _isSending = false;
        if (IsClosed || _send.SocketError != SocketError.Success)
        {
            Close();
            Release();
            return;
        }

        Sent(_send.BytesTransferred);
        _send.SetBuffer(null, 0, 0);
        Flush();
        if (!_isSending && !IsClosed)
        {
            Drained();
        }
    }

    private void CloseIfDone()
    {
        if (IsClosingAfterReply && !IsClosed && !_isSending && Reply.Output.Length == 0)
        {
            Close();
        }
    }
}
