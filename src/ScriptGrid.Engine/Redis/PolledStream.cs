using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace ScriptGrid.Engine.Redis;

/// <summary>A stream over a <see cref="PolledSocket"/>, to run TLS on.</summary>
/// <remarks>
/// During the handshake, in which only one operation runs at a time, the stream waits for the socket itself. It then continues on the thread pool, because what
/// follows takes long. After the handshake, a <see cref="TlsExchange"/> waits for the socket and makes the stream continue.
/// </remarks>
internal sealed class PolledStream(PolledSocket socket) : Stream, IPollWaiter, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _received = new() { RunContinuationsAsynchronously = true };
    private Memory<byte> _room;
    private bool _isReading;
    private int _turns;

    /// <summary>Null unless bytes wait to be sent.</summary>
    private TaskCompletionSource? _sent;
    private ReadOnlyMemory<byte> _unsent;
    private bool _isLed;

    /// <summary>The socket.</summary>
    public PolledSocket Socket => socket;

    /// <summary>Whether it stopped receiving although there may be more, so that others have their turn.</summary>
    public bool GivesWay => _isReading && _turns > RedisExchange.MaxTurns;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the handshake phase: from now on a <see cref="TlsExchange"/> waits for the socket.</summary>
    public void Lead() => (_isLed, _received.RunContinuationsAsynchronously) = (true, false);

    /// <summary>Restarts the count of turns, after others had theirs.</summary>
    public void BeginTurns() => _turns = 0;

    /// <summary>Continues pending sending and receiving as far as possible. After the handshake, their continuations have run when this returns.</summary>
    /// <returns>Whether any operation ended.</returns>
    public bool GoOn()
    {
        bool isReading = _isReading; // Read first: the continuation of sending may begin to read, in a handshake on another thread.
        bool hasEnded = false;
        if (_sent is { } sent && Send(ref _unsent) is var sendError and not SocketError.WouldBlock)
        {
            (_sent, hasEnded) = (null, true);
            End(sent, sendError);
        }

        if (isReading && TryReceive(_room, out int count, out SocketError error))
        {
            (_isReading, _room, hasEnded) = (false, default, true);
            End(count, error);
        }

        return hasEnded;
    }

    /// <inheritdoc/>
    public void Resume()
    {
        do
        {
            socket.Forget();
            if (GoOn())
            {
                return;
            }
        }
        while (!socket.TryWait(this));
    }

    /// <summary>
    /// Reads. With an empty buffer, a caller asks to be notified when something has come. That ends at once, because those who read know that something has.
    /// </summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return new ValueTask<int>(0);
        }

        if (++_turns <= RedisExchange.MaxTurns && TryReceive(buffer, out int count, out SocketError error))
        {
            return error == SocketError.Success ? new ValueTask<int>(count) : ValueTask.FromException<int>(Lost(error));
        }

        _received.Reset();
        (_room, _isReading) = (buffer, true);
        var received = new ValueTask<int>(this, _received.Version);
        WaitUnlessLed();
        return received;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        SocketError error = Send(ref buffer);
        if (error != SocketError.WouldBlock)
        {
            return error == SocketError.Success ? default : ValueTask.FromException(Lost(error));
        }

        var sent = new TaskCompletionSource(_isLed ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        (_unsent, _sent) = (buffer, sent);
        WaitUnlessLed();
        return new ValueTask(sent.Task);
    }

    /// <summary>Sends at once, without waiting; for alerts, which have few bytes.</summary>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ReadOnlyMemory<byte> rest = buffer.AsMemory(offset, count);
        if (Send(ref rest) is var error and not SocketError.Success)
        {
            throw Lost(error);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _received.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _received.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _received.OnCompleted(continuation, state, token, flags);

    private static IOException Lost(SocketError error) => new(SocketErrors.Describe(error), new SocketException((int)error));

    private static void End(TaskCompletionSource sent, SocketError error)
    {
        if (error == SocketError.Success)
        {
            sent.SetResult();
        }
        else
        {
            sent.SetException(Lost(error));
        }
    }

    private void End(int count, SocketError error)
    {
        if (error == SocketError.Success)
        {
            _received.SetResult(count);
        }
        else
        {
            _received.SetException(Lost(error));
        }
    }

    private void WaitUnlessLed()
    {
        if (!_isLed)
        {
            _turns = 0;
            Resume();
        }
    }

    private bool TryReceive(Memory<byte> room, out int count, out SocketError error)
    {
        try
        {
            count = socket.Receive(room.Span, flags: 0, out error);
        }
        catch (ObjectDisposedException)
        {
            (count, error) = (0, SocketError.OperationAborted);
        }

        return error != SocketError.WouldBlock;
    }

    /// <summary>Sends as much as there is room for, and leaves the rest in <paramref name="bytes"/>.</summary>
    private SocketError Send(ref ReadOnlyMemory<byte> bytes)
    {
        try
        {
            SocketError error = SocketError.Success;
            while (!bytes.IsEmpty && error == SocketError.Success)
            {
                int count = socket.Send(bytes.Span, out error);
                bytes = bytes[count..];
            }

            return error;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.OperationAborted;
        }
    }
}
