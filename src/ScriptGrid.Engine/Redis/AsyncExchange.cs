using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// One request and its reply on a socket that .NET waits for, used if there is no <see cref="SocketPoller"/>. If
/// <c>DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS</c> is set, it completes on the thread that received the last byte.
/// </summary>
/// <remarks>
/// It starts to receive before it sends. Bytes that are already there then belong to no request, and noticing them costs no extra system call. After that,
/// sending and receiving run concurrently, and the one that ends last completes the exchange.
/// </remarks>
internal sealed class AsyncExchange : SocketAsyncEventArgs, IValueTaskSource<Failure?>, IThreadPoolWorkItem
{
    private readonly ReplyBuffer _incoming;
    private readonly Sender _sender;
    private ManualResetValueTaskSourceCore<Failure?> _completion;
    private RedisConnection? _connection;
    private Socket? _socket;
    private ReadOnlyMemory<byte> _request;
    private Failure? _sendFailure;
    private Failure? _failure;
    private int _unfinished;
    private bool _isAsked;

    public AsyncExchange(ReplyBuffer incoming)
        : base(true) => (_incoming, _sender) = (incoming, new Sender(this));

    /// <summary>Sends a request and receives its reply. Returns null on success; both an error reply and a broken connection are failures.</summary>
    public ValueTask<Failure?> ExecuteAsync(RedisConnection connection, Socket socket, ReadOnlyMemory<byte> request)
    {
        _completion.Reset();
        (_connection, _socket, _request, _isAsked) = (connection, socket, request, false);
        (_failure, _sendFailure, _unfinished) = (null, null, 2);
        var reply = new ValueTask<Failure?>(this, _completion.Version);
        Begin();
        return reply;
    }

    /// <summary>Drops the references to the connection and the request.</summary>
    public void Release()
    {
        (_connection, _socket, _request) = (null, null, default);
        SetBuffer(default);
    }

    /// <summary>Continues after other work on the thread pool had its turn.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (_isAsked)
        {
            Receive();
        }
        else
        {
            Begin();
        }
    }

    Failure? IValueTaskSource<Failure?>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Failure?>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<Failure?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        if (HasReceived(isAsked: true, out Failure? failure))
        {
            EndReceiving(failure);
        }
        else
        {
            Receive();
        }
    }

    /// <summary>Starts to receive, and sends the request once nothing is there to be received.</summary>
    private void Begin()
    {
        switch (ReceiveWhatIsThere(isAsked: false, out Failure? failure))
        {
            case Progress.Waiting:
                _sender.Send(_socket!, _request);
                break;
            case Progress.Ended:
                _completion.SetResult(failure);
                break;
        }
    }

    private void Receive()
    {
        if (ReceiveWhatIsThere(isAsked: true, out Failure? failure) == Progress.Ended)
        {
            EndReceiving(failure);
        }
    }

    /// <summary>
    /// Receives until there is a result, or nothing more to receive. If it returns <see cref="Progress.Waiting"/>, another thread may already have continued.
    /// </summary>
    private Progress ReceiveWhatIsThere(bool isAsked, out Failure? failure)
    {
        failure = null;
        try
        {
            for (int turn = 0; turn < RedisExchange.MaxTurns; turn++)
            {
                SetBuffer(_incoming.Room);
                if (_socket!.ReceiveAsync(this))
                {
                    return Progress.Waiting;
                }

                if (HasReceived(isAsked, out failure))
                {
                    return Progress.Ended;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            failure = Failure.Lost(SocketErrors.Describe(SocketError.OperationAborted));
            return Progress.Ended;
        }

        _isAsked = isAsked;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return Progress.Yielded;
    }

    private bool HasReceived(bool isAsked, out Failure? failure)
    {
        if (SocketError != SocketError.Success)
        {
            failure = Failure.Lost(SocketErrors.Describe(SocketError)) with { IsUnasked = !isAsked };
            return true;
        }

        if (_incoming.Received(BytesTransferred, isAsked, out failure))
        {
            return true;
        }

        _connection!.NoteReading();
        return false;
    }

    private void EndReceiving(Failure? failure)
    {
        _failure = failure;
        End();
    }

    /// <summary>
    /// Ends sending. If the server closed the connection, what it said before may still be received, and receiving then ends by itself. After any other error
    /// the socket is closed.
    /// </summary>
    private void EndSending(SocketError error)
    {
        if (error != SocketError.Success)
        {
            _sendFailure = Failure.Lost(SocketErrors.Describe(error));
            if (error is not (SocketError.ConnectionReset or SocketError.Shutdown))
            {
                _socket!.Dispose();
            }
        }

        End();
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _unfinished) == 0)
        {
            _completion.SetResult(_sendFailure is null ? _failure : _failure is null ? _sendFailure : _failure with { IsConnectionLost = true });
        }
    }

    private enum Progress
    {
        /// <summary>There is a result.</summary>
        Ended,

        /// <summary>The socket calls back when more comes.</summary>
        Waiting,

        /// <summary>It was queued, and continues after others had their turn.</summary>
        Yielded,
    }

    private sealed class Sender(AsyncExchange exchange) : SocketAsyncEventArgs(true)
    {
        public void Send(Socket socket, ReadOnlyMemory<byte> request)
        {
            SocketError error = SocketError.OperationAborted;
            try
            {
                SetBuffer(MemoryMarshal.AsMemory(request));
                if (socket.SendAsync(this))
                {
                    return;
                }

                error = SocketError;
            }
            catch (ObjectDisposedException)
            {
                // The connection was closed in the meantime.
            }

            exchange.EndSending(error);
        }

        protected override void OnCompleted(SocketAsyncEventArgs e) => exchange.EndSending(SocketError);
    }
}
