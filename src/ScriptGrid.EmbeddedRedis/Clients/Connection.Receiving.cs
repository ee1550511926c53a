using System.Net.Sockets;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <content>What comes from the client.</content>
internal sealed partial class Connection
{
    /// <inheritdoc/>
    public void Readable(bool isHungUp)
    {
        _isReadable = true;
        _isHungUp |= isHungUp;
    }

    /// <summary>What the queue calls when bytes came or a receive ended. A fault ends this connection, and nothing else.</summary>
    public void Run()
    {
        try
        {
            if (_watch == 0)
            {
                OnReceived();
            }
            else
            {
                ReceiveNow();
            }
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private void OnReceived()
    {
        _isReceiving = false;
        int count = _receive.BytesTransferred;
        if (IsClosed || _receive.SocketError != SocketError.Success)
        {
            Close();
            Release();
            return;
        }

        if (count == 0)
        {
            EndAfterReply();
            return;
        }

        Input.Fill(count);
        Received(count);
    }

    /// <summary>Takes what the socket has, if bytes are wanted.</summary>
    private void ReceiveNow()
    {
        if (IsClosed || !_isReceiving || !_isReadable)
        {
            return;
        }

        if (!Input.TryFree(Parser.BytesWanted, out Memory<byte> room))
        {
            Overflowed();
            return;
        }

        int count = _socket.Receive(room.Span, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            _isReadable = false;
            return;
        }

        _isReceiving = false;
        if (error != SocketError.Success)
        {
            Close();
            return;
        }

        if (count == 0)
        {
            EndAfterReply();
            return;
        }

        // Less than fits is all there is; what comes later is told of anew. An end that was told of already is not.
        _isReadable = count == room.Length || _isHungUp;
        Input.Fill(count);
        Received(count);
    }

    /// <summary>The client sends no more. What it asked for before may wait to be sent, also where its end came in the same batch of work.</summary>
    private void EndAfterReply()
    {
        IsClosingAfterReply = true;
        Flush();
    }

    /// <summary>Waits for more bytes, unless that is under way.</summary>
    internal void Receive()
    {
        if (IsClosed || _isReceiving || IsClosingAfterReply)
        {
            return;
        }

        if (_watch != 0)
        {
            _isReceiving = true;
            if (_isReadable)
            {
                _queue.Post(this);
            }

            return;
        }

        if (!Input.TryFree(Parser.BytesWanted, out Memory<byte> room))
        {
            Overflowed();
            return;
        }

        _isReceiving = true;
        _receive.SetBuffer(room);
        if (!_socket.ReceiveAsync(_receive))
        {
            _queue.Post(this);
        }
    }
}
