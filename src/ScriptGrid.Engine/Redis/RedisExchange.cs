using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// One request and its reply on a socket: sends, receives until the reply is complete, then completes. It holds all that a
/// conversation needs (socket arguments, buffer, framer), so that an idle connection holds none of it, and is completed inline on the
/// thread that received the last byte.
/// </summary>
internal sealed class RedisExchange : SocketAsyncEventArgs, IValueTaskSource<Failure?>
{
    private const int SmallBuffer = 1024;

    private readonly byte[] _small = GC.AllocateUninitializedArray<byte>(SmallBuffer);
    private byte[] _buffer;
    private int _filled;
    private int _maxReplyBytes;
    private RespFramer _framer;
    private ManualResetValueTaskSourceCore<Failure?> _completion;
    private Socket? _socket;
    private bool _isSending;

    public RedisExchange()
        : base(true) => _buffer = _small;

    /// <summary>The last reply, complete. Valid until the next request or the exchange's return.</summary>
    public ReadOnlySpan<byte> Reply => _buffer.AsSpan(0, _framer.Length);

    /// <summary>The room that the next received bytes go to.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (_filled == _buffer.Length)
            {
                Grow();
            }

            return _buffer.AsMemory(_filled, Math.Min(_buffer.Length, Math.Max(_maxReplyBytes, SmallBuffer)) - _filled);
        }
    }

    /// <summary>Sends a request and receives its reply; null is success. An error reply is a failure, as a broken connection is.</summary>
    public ValueTask<Failure?> ExecuteAsync(Socket socket, ReadOnlyMemory<byte> request, int maxReplyBytes)
    {
        Begin(maxReplyBytes);
        _completion.Reset();
        _socket = socket;
        _isSending = true;
        SetBuffer(MemoryMarshal.AsMemory(request));
        Run();
        return new ValueTask<Failure?>(this, _completion.Version);
    }

    /// <summary>Forgets the last reply and expects a new one.</summary>
    public void Begin(int maxReplyBytes)
    {
        _filled = 0;
        _framer = default;
        _maxReplyBytes = maxReplyBytes;
    }

    /// <summary>Counts bytes received into <see cref="Room"/>. True when there is a result: a complete reply that is no error, or a failure.</summary>
    public bool Received(int count, out Failure? failure)
    {
        failure = null;
        if (count == 0)
        {
            failure = Failure.Lost("the server closed the connection");
            return true;
        }

        _filled += count;
        while (true)
        {
            FrameStatus status = _framer.Advance(_buffer.AsSpan(0, _filled), _maxReplyBytes);
            if (status == FrameStatus.Complete && _buffer[0] == (byte)'>')
            {
                DropPushMessage();
                continue;
            }

            failure = Judge(status);
            return status != FrameStatus.Incomplete;
        }
    }

    /// <summary>Lets go of the socket and of a large buffer.</summary>
    public void Release()
    {
        _socket = null;
        ReturnBuffer();
    }

    Failure? IValueTaskSource<Failure?>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Failure?>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<Failure?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        if (Finish(out Failure? failure))
        {
            _completion.SetResult(failure);
        }
        else
        {
            Run();
        }
    }

    /// <summary>Starts socket operations until one is pending or there is a result.</summary>
    private void Run()
    {
        Failure? failure;
        try
        {
            do
            {
                if (Start())
                {
                    return;
                }
            }
            while (!Finish(out failure));
        }
        catch (ObjectDisposedException)
        {
            failure = Failure.Lost("the connection was given up");
        }

        _completion.SetResult(failure);
    }

    private bool Start() => _isSending ? _socket!.SendAsync(this) : _socket!.ReceiveAsync(this);

    private bool Finish(out Failure? failure)
    {
        failure = null;
        if (SocketError != SocketError.Success)
        {
            failure = Failure.Lost(SocketErrors.Describe(SocketError));
            return true;
        }

        if (!_isSending)
        {
            bool isDone = Received(BytesTransferred, out failure);
            SetBuffer(isDone ? default : Room);
            return isDone;
        }

        if (BytesTransferred < Count)
        {
            SetBuffer(Offset + BytesTransferred, Count - BytesTransferred);
            return false;
        }

        _isSending = false;
        SetBuffer(Room);
        return false;
    }

    private Failure? Judge(FrameStatus status) => status switch
    {
        FrameStatus.Complete when _filled > _framer.Length =>
            Failure.Unusable(FailureReason.Protocol, "the server sent more than the reply"),
        FrameStatus.Complete => RedisErrors.FromReply(Reply),
        FrameStatus.Invalid => Failure.Unusable(FailureReason.Protocol, "what the server sent is not RESP"),
        FrameStatus.TooLarge => Failure.Unusable(FailureReason.Limit, $"the reply is larger than max_reply_bytes ({_maxReplyBytes})"),
        FrameStatus.TooDeep => Failure.Unusable(FailureReason.Limit, $"the reply is nested deeper than {RespFramer.MaxDepth} levels"),
        _ => null,
    };

    /// <summary>RESP3 lets a server push messages at any time; they answer nothing.</summary>
    private void DropPushMessage()
    {
        int length = _framer.Length;
        _buffer.AsSpan(length, _filled - length).CopyTo(_buffer);
        _filled -= length;
        _framer = default;
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 4);
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ReturnBuffer();
        _buffer = larger;
    }

    private void ReturnBuffer()
    {
        if (_buffer != _small)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = _small;
        }
    }
}
