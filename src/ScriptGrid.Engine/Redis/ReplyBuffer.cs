using System.Buffers;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// The bytes that came over a connection for one request, and where the reply is in them. Push messages and attributes, which a server sends out of band, are
/// skipped before and after the reply, but count against the limit.
/// </summary>
internal sealed class ReplyBuffer
{
    private const int SmallBuffer = 1024;

    /// <summary>The most bytes to receive in one piece, so that each turn of a receive loop is short.</summary>
    private const int LongestPiece = 64 * 1024;

    private readonly byte[] _small = GC.AllocateUninitializedArray<byte>(SmallBuffer);
    private byte[] _buffer;
    private int _filled;
    private int _maxBytes;
    private int _replyStart;
    private int _replyLength;

    /// <summary>Where the message begins that is being read.</summary>
    private int _start;

    /// <summary>How many skipped bytes were removed from the buffer.</summary>
    private long _dropped;

    private RespFramer _framer;

    public ReplyBuffer() => _buffer = _small;

    /// <summary>The complete reply. Valid until the next request, or until <see cref="Release"/>.</summary>
    public ReadOnlySpan<byte> Reply => _buffer.AsSpan(_replyStart, _replyLength);

    /// <summary>Whether part of the reply has come.</summary>
    public bool HasBegun => _filled > 0;

    /// <summary>The room for the next received bytes.</summary>
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

    /// <summary>Forgets the last reply, and prepares for a new one.</summary>
    public void Begin(int maxBytes)
    {
        (_filled, _start, _replyStart, _replyLength, _dropped) = (0, 0, 0, 0, 0);
        _framer = default;
        _maxBytes = maxBytes;
    }

    /// <summary>Stores a reply that the caller put together, instead of one that came over the connection.</summary>
    public void Put(ReadOnlySpan<byte> reply)
    {
        Begin(reply.Length);
        Release();
        _buffer = reply.Length <= SmallBuffer ? _small : ArrayPool<byte>.Shared.Rent(reply.Length);
        reply.CopyTo(_buffer);
        (_filled, _start, _replyLength) = (reply.Length, reply.Length, reply.Length);
    }

    /// <summary>
    /// Processes bytes that were received into <see cref="Room"/>. Returns true when there is a result: a complete reply that is not an error, or a failure.
    /// </summary>
    /// <param name="count">The number of bytes; 0 if the server closed the connection.</param>
    /// <param name="isAsked">Whether a request was sent. Before that, only out-of-band messages may come.</param>
    /// <param name="failure">The failure; null if there is none.</param>
    public bool Received(int count, bool isAsked, out Failure? failure)
    {
        failure = null;
        if (count == 0)
        {
            string message = _replyLength > 0 || HasBegun ? "the server closed the connection in the middle of its reply" : "the server closed the connection";
            failure = Failure.Lost(message) with { IsUnasked = !isAsked };
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

    /// <summary>Returns a large buffer to its pool.</summary>
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

    /// <summary>
    /// Returns the failure of a message that nobody asked for. A server that greets with an error, as one in protected mode does, closes the connection with
    /// it.
    /// </summary>
    private Failure Unasked(bool isAsked)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, _filled - _start);
        if (line[0] != (byte)'-' || isAsked)
        {
            return Failure.Unusable(FailureReason.Protocol, isAsked ? "the server sent more than the reply" : "the server sent something before it was asked");
        }

        int end = line.IndexOf("\r\n"u8);
        (_replyStart, _replyLength) = (_start, end < 0 ? line.Length : end);
        return RedisErrors.From(Reply[1..]) with { IsConnectionLost = true, IsUnasked = true };
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
