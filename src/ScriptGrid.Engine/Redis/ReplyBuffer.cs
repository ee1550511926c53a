using System.Buffers;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// What came over a connection for one request, and where the reply is in it. What the server says aside, push messages and attributes, is passed
/// over before and after the reply, but counts against the limit.
/// </summary>
internal sealed class ReplyBuffer
{
    private const int SmallBuffer = 1024;

    /// <summary>The most bytes received in one piece, so that a turn of a receive loop is short.</summary>
    private const int LongestPiece = 64 * 1024;

    private readonly byte[] _small = GC.AllocateUninitializedArray<byte>(SmallBuffer);
    private byte[] _buffer;
    private int _filled;
    private int _maxBytes;
    private int _replyStart;
    private int _replyLength;

    /// <summary>Where the message begins that is looked at.</summary>
    private int _start;

    /// <summary>How many bytes were passed over and are not in the buffer any more.</summary>
    private long _dropped;

    private RespFramer _framer;

    public ReplyBuffer() => _buffer = _small;

    /// <summary>The reply, complete. Valid until the next request or <see cref="Release"/>.</summary>
    public ReadOnlySpan<byte> Reply => _buffer.AsSpan(_replyStart, _replyLength);

    /// <summary>Whether a part of the reply has come.</summary>
    public bool HasBegun => _filled > 0;

    /// <summary>The room that the next received bytes go to.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (_filled == _buffer.Length)
            {
                Grow();
            }

            int room = Math.Min(_buffer.Length, Math.Max(_maxBytes, SmallBuffer)) - _filled;
            return _buffer.AsMemory(_filled, Math.Min(room, LongestPiece));
        }
    }

    /// <summary>Forgets the last reply and expects a new one.</summary>
    public void Begin(int maxBytes)
    {
        (_filled, _start, _replyStart, _replyLength, _dropped) = (0, 0, 0, 0, 0);
        _framer = default;
        _maxBytes = maxBytes;
    }

    /// <summary>Takes a reply that did not come over the connection in one piece.</summary>
    public void Put(ReadOnlySpan<byte> reply)
    {
        Begin(reply.Length);
        Release();
        _buffer = reply.Length <= SmallBuffer ? _small : ArrayPool<byte>.Shared.Rent(reply.Length);
        reply.CopyTo(_buffer);
        (_filled, _start, _replyLength) = (reply.Length, reply.Length, reply.Length);
    }

    /// <summary>Counts bytes received into <see cref="Room"/>. True when there is a result: a complete reply that is no error, or a failure.</summary>
    /// <param name="count">How many; 0 where the server closed the connection.</param>
    /// <param name="isAsked">Whether a request was sent. Nothing but what is said aside may come before.</param>
    /// <param name="failure">The failure; null where there is none.</param>
    public bool Received(int count, bool isAsked, out Failure? failure)
    {
        failure = null;
        if (count == 0)
        {
            failure = Failure.Lost(_replyLength > 0 || HasBegun ? "the server closed the connection within its reply" : "the server closed the connection");
            return true;
        }

        _filled += count;
        while (_start < _filled)
        {
            bool isAside = RespReader.IsAside(_buffer[_start]);
            if (!isAside && (!isAsked || _replyLength > 0))
            {
                failure = Unasked(isAsked);
                return true;
            }

            FrameStatus status = _framer.Advance(_buffer.AsSpan(_start, _filled - _start), (int)Math.Max(_maxBytes - _dropped - _start, 0));
            if (status != FrameStatus.Complete)
            {
                failure = Judge(status);
                break;
            }

            TakeMessage(isAside);
        }

        if (_replyLength == 0)
        {
            DropPassedOver();
        }

        bool isDone = failure is not null || (_replyLength > 0 && _start == _filled);
        failure ??= isDone ? RedisErrors.FromReply(Reply) : null;
        return isDone;
    }

    /// <summary>Lets go of a large buffer.</summary>
    public void Release()
    {
        if (_buffer != _small)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = _small;
        }
    }

    private void TakeMessage(bool isAside)
    {
        if (!isAside)
        {
            (_replyStart, _replyLength) = (_start, _framer.Length);
        }

        _start += _framer.Length;
        _framer = default;
    }

    private void DropPassedOver()
    {
        if (_start == 0)
        {
            return;
        }

        _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
        _filled -= _start;
        _dropped += _start;
        _start = 0;
    }

    /// <summary>A server that greets with an error, as one in protected mode does, ends the connection with it.</summary>
    private Failure Unasked(bool isAsked)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, _filled - _start);
        if (line[0] != (byte)'-' || isAsked)
        {
            return Failure.Unusable(FailureReason.Protocol, isAsked ? "the server sent more than the reply" : "the server sent something before it was asked");
        }

        int end = line.IndexOf("\r\n"u8);
        (_replyStart, _replyLength) = (_start, end < 0 ? line.Length : end);
        return RedisErrors.From(Reply[1..]) with { IsConnectionLost = true };
    }

    private Failure? Judge(FrameStatus status) => status switch
    {
        FrameStatus.Invalid => ForeignProtocols.Describe(_buffer.AsSpan(_start, _filled - _start)),
        FrameStatus.TooLarge => Failure.Unusable(
            FailureReason.Limit,
            _dropped + _start > 0
                ? $"the reply and the push messages with it are larger than max_reply_bytes ({_maxBytes})"
                : $"the reply is larger than max_reply_bytes ({_maxBytes})"),
        FrameStatus.TooDeep => Failure.Unusable(FailureReason.Limit, $"the reply is nested deeper than {RespFramer.MaxDepth} levels"),
        _ => null,
    };

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 4);
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        Release();
        _buffer = larger;
    }
}
