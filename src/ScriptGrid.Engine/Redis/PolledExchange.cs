using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>One request and its reply on a <see cref="PolledSocket"/>. It tries to receive only when something may have come.</summary>
/// <remarks>
/// It looks once before it sends, because bytes that are already there belong to no request. The <see cref="SocketPoller"/> may notify late, so the lack of a
/// notification proves nothing. A request that does not fit is sent in pieces; bytes that come before its end belong to no request either.
/// </remarks>
internal sealed class PolledExchange(ReplyBuffer incoming, bool continuesInline) : IValueTaskSource<Failure?>, IPollWaiter, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<Failure?> _completion = new() { RunContinuationsAsynchronously = !continuesInline };
    private RedisConnection? _connection;
    private PolledSocket? _socket;
    private ReadOnlyMemory<byte> _request;
    private Failure? _sendFailure;
    private bool _isAsked;

    /// <summary>Sends a request and receives its reply. Returns null on success.</summary>
    public ValueTask<Failure?> ExecuteAsync(RedisConnection connection, PolledSocket socket, ReadOnlyMemory<byte> request)
    {
        _completion.Reset();
        (_connection, _socket, _request, _isAsked, _sendFailure) = (connection, socket, request, false, null);
        var reply = new ValueTask<Failure?>(this, _completion.Version);
        Resume();
        return reply;
    }

    /// <summary>Drops the references to the connection and the request.</summary>
    public void Release() => (_connection, _socket, _request) = (null, null, default);

    /// <inheritdoc/>
    public void Resume()
    {
        Failure? failure;
        try
        {
            if (!TryGoOn(_socket!, out failure))
            {
                return;
            }
        }
        catch (ObjectDisposedException)
        {
            failure = Failure.Lost(SocketErrors.Describe(SocketError.OperationAborted));
        }
        catch (Exception defect)
        {
            _completion.SetException(defect); // Only this exchange fails: the thread continues for others.
            return;
        }

        _completion.SetResult(_sendFailure is null ? failure : failure is null ? _sendFailure : failure with { IsConnectionLost = true, IsUnasked = true });
    }

    /// <summary>Continues after other work on the thread pool had its turn.</summary>
    void IThreadPoolWorkItem.Execute() => Resume();

    Failure? IValueTaskSource<Failure?>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Failure?>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<Failure?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    /// <summary>Returns true when there is a result. After false, another thread may already have continued.</summary>
    private bool TryGoOn(PolledSocket socket, out Failure? failure)
    {
        failure = null;
        for (int turn = 0; turn < RedisExchange.MaxTurns; turn++)
        {
            int count = socket.Receive(incoming.Room.Span, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                Send(socket);
                if (socket.TryWait(this))
                {
                    return false;
                }
            }
            else if (HasReceived(count, error, out failure))
            {
                return true;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return false;
    }

    /// <summary>
    /// Sends as much of the rest as there is room for. If the server closed the connection, what it said before may still be received, and receiving then ends
    /// by itself. After any other error the socket is closed.
    /// </summary>
    private void Send(PolledSocket socket)
    {
        while (!_isAsked)
        {
            int count = socket.Send(_request.Span, out SocketError error);
            _request = _request[count..];
            if (error == SocketError.WouldBlock)
            {
                return;
            }

            _isAsked = _request.IsEmpty || error != SocketError.Success;
            _sendFailure = error == SocketError.Success ? null : Failure.Lost(SocketErrors.Describe(error));
            if (error is not (SocketError.Success or SocketError.ConnectionReset or SocketError.Shutdown))
            {
                socket.Dispose();
            }
        }
    }

    private bool HasReceived(int count, SocketError error, out Failure? failure)
    {
        if (error != SocketError.Success)
        {
            failure = Failure.Lost(SocketErrors.Describe(error)) with { IsUnasked = !_isAsked };
            return true;
        }

        if (incoming.Received(count, _isAsked, out failure))
        {
            return true;
        }

        _connection!.NoteReading();
        return false;
    }
}
