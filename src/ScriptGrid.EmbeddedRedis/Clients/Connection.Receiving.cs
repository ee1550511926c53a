using System.Net.Sockets;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <content>Receives bytes from the client.</content>
internal sealed partial class Connection
{
    /// <inheritdoc/>
    public void Readable(bool isHungUp)
    {
        _isReadable = true;
        _isHungUp |= isHungUp;
    }

    /// <summary>Called by the queue when bytes arrived or a receive ended. An exception ends only this connection.</summary>
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

    /// <summary>Receives the bytes that the socket has, if the connection waits for any.</summary>
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

        // Fewer bytes than fit are all there are: the poller reports later ones anew. It does not report an end again that it has reported before.
        _isReadable = count == room.Length || _isHungUp;
        Input.Fill(count);
        Received(count);
    }

    /// <summary>
    /// Ends the connection after the client has sent its last byte. Output that still waits to be sent, even from the same batch of work, is sent first.
    /// </summary>
    private void EndAfterReply()
    {
        IsClosingAfterReply = true;
        Flush();
    }

    /// <summary>Starts to wait for more bytes, unless the connection already waits.</summary>
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
