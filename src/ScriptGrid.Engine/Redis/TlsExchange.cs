using System.Threading.Tasks.Sources;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>One request and its reply over <see cref="PolledTls"/>. It reads only once something has come.</summary>
/// <remarks>
/// A read that finds everything it needs ends at once and leaves nothing pending. A read that has to wait for more, such as the rest of a record, is kept, and
/// this class makes it continue. Like <see cref="PolledExchange"/>, it looks once before it sends.
/// </remarks>
internal sealed class TlsExchange(ReplyBuffer incoming, bool continuesInline) : IValueTaskSource<Failure?>, IPollWaiter, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<Failure?> _completion = new() { RunContinuationsAsynchronously = !continuesInline };
    private RedisConnection? _connection;
    private PolledTls? _tls;
    private ReadOnlyMemory<byte> _request;
    private ValueTask<int> _reading;
    private Task? _writing;
    private int _roomBytes;
    private bool _isReading;
    private bool _isAsked;

    /// <summary>Sends a request and receives its reply. Returns null on success.</summary>
    public ValueTask<Failure?> ExecuteAsync(RedisConnection connection, PolledTls tls, ReadOnlyMemory<byte> request)
    {
        _completion.Reset();
        (_connection, _tls, _request, _isReading, _isAsked, _writing) = (connection, tls, request, false, false, null);
        var reply = new ValueTask<Failure?>(this, _completion.Version);
        Run(isTold: false);
        return reply;
    }

    /// <summary>Drops the references to the connection and the request.</summary>
    public void Release() => (_connection, _tls, _request, _reading, _writing) = (null, null, default, default, null);

    /// <inheritdoc/>
    public void Resume() => Run(isTold: true);

    /// <summary>Continues after other work on the thread pool had its turn.</summary>
    void IThreadPoolWorkItem.Execute() => Run(isTold: true);

    Failure? IValueTaskSource<Failure?>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Failure?>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<Failure?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private void Run(bool isTold)
    {
        Failure? failure;
        try
        {
            if (!TryGoOn(_tls!, isTold, out failure))
            {
                return;
            }
        }
        catch (Exception exception) when (TlsConversation.IsExpected(exception))
        {
            failure = TlsConversation.Lost(_connection!, exception) with { IsUnasked = !_isAsked };
            EndReading();
        }
        catch (Exception defect)
        {
            _completion.SetException(defect); // Only this exchange fails: the thread continues for others.
            return;
        }

        _completion.SetResult(failure);
    }

    /// <summary>Returns true when there is a result. After false, another thread may already have continued.</summary>
    private bool TryGoOn(PolledTls tls, bool isTold, out Failure? failure)
    {
        PolledStream inner = tls.Inner;
        inner.BeginTurns();
        do
        {
            inner.Socket.Forget();
            inner.GoOn();
            if ((isTold || tls.MayHoldMore || inner.Socket.HasNews()) && HasReceived(tls, out failure))
            {
                return true;
            }

            failure = null;
            Ask(tls);
            if (inner.GivesWay)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return false;
            }

            isTold = true;
        }
        while (!inner.Socket.TryWait(this));
        return false;
    }

    /// <summary>Reads until there is a result, or nothing more to read.</summary>
    private bool HasReceived(PolledTls tls, out Failure? failure)
    {
        while (TryRead(tls, out int count))
        {
            if (incoming.Received(count, _isAsked, out failure))
            {
                return true;
            }

            _connection!.NoteReading();
        }

        failure = null;
        return false;
    }

    /// <summary>Reads once. A reply that comes before the whole request was sent is held back until it was.</summary>
    private bool TryRead(PolledTls tls, out int count)
    {
        count = 0;
        if (!_isReading)
        {
            Memory<byte> room = incoming.Room;
#pragma warning disable CA2012 // It is consumed once, when it has ended.
            _reading = tls.ReadAsync(room);
#pragma warning restore CA2012
            (_isReading, _roomBytes) = (true, room.Length);
        }

        if (!_reading.IsCompleted || _writing is { IsCompleted: false })
        {
            return false;
        }

        _writing?.GetAwaiter().GetResult();
        _isReading = false;
        count = _reading.GetAwaiter().GetResult();
        tls.MayHoldMore = count == _roomBytes;
        return true;
    }

    private void Ask(PolledTls tls)
    {
        if (_isAsked)
        {
            return;
        }

        _isAsked = true;
        ValueTask writing = tls.WriteAsync(_request);
        if (writing.IsCompleted)
        {
            writing.GetAwaiter().GetResult();
        }
        else
        {
            _writing = writing.AsTask();
        }
    }

    /// <summary>
    /// Ends a pending read, so that nothing is received into a buffer that is already used for another target. The socket is closed, so the read can end.
    /// </summary>
    private void EndReading()
    {
        _tls!.Inner.GoOn();
        try
        {
            if (_isReading && _reading.IsCompleted)
            {
                _reading.GetAwaiter().GetResult();
            }
        }
        catch (Exception exception) when (TlsConversation.IsExpected(exception))
        {
            // It ended with the connection.
        }
    }
}
