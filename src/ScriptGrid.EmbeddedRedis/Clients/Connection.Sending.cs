using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <content>Sends bytes to the client.</content>
internal sealed partial class Connection
{
    /// <summary>Drops the output that is not sent yet. The next <see cref="Flush"/> closes the connection.</summary>
    internal void GiveUp()
    {
        IsGivenUp = true;
        Reply.Output.Clear();
    }

    /// <summary>Sends the output that was written.</summary>
    internal void Flush()
    {
        if (IsGivenUp)
        {
            Close();
            return;
        }

        OutputBuffer output = Reply.Output;
        if (IsClosed || _isSending || output.IsHeld || output.Length == 0)
        {
            if (!IsClosed && PendingBytes > MaxOutputBytes)
            {
                Close();
            }
            else if (_isReleased)
            {
                output.Drop();
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

    private void SendInBackground(ArraySegment<byte> bytes, int done)
    {
        Sent(done);
        _isSending = true;
        _sending = bytes;
        _send.SetBuffer(bytes.Array, bytes.Offset + done, bytes.Count - done);
        if (!_socket.SendAsync(_send))
        {
            _queue.Post(_sent);
        }
    }

    private void RunSent()
    {
        try
        {
            OnSent();
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private void OnSent()
    {
        _isSending = false;
        Reply.Output.Release(_sending);
        _sending = default;
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
