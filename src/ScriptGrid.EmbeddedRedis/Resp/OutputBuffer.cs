using System.Buffers.Text;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>A growing buffer for a reply, which is sent as one piece.</summary>
internal sealed class OutputBuffer(BufferBudget budget)
{
    private const int InitialBytes = 1024;
    private const int KeptBytes = 64 * 1024;

    private byte[] _bytes = [];

    internal int Length { get; private set; }

    /// <summary>Whether the bytes appended are dropped, because the client wants no replies.</summary>
    internal bool IsMuted { get; set; }

    /// <summary>Whether nothing may be sent now, because what is being written may be taken back.</summary>
    internal bool IsHeld { get; set; }

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Discards the written bytes, and frees the buffer if it is large.</summary>
    internal void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes)
        {
            budget.Give(_bytes.Length);
            _bytes = [];
        }
    }

    /// <summary>Discards the written bytes and frees all memory.</summary>
    internal void Drop()
    {
        budget.Give(_bytes.Length);
        _bytes = [];
        Length = 0;
    }

    /// <summary>Discards everything after the first <paramref name="length"/> bytes.</summary>
    internal void Truncate(int length) => Length = length;

    /// <summary>Hands over the written bytes and starts with an empty buffer. The bytes count as held until <see cref="Release"/>.</summary>
    internal ArraySegment<byte> Detach()
    {
        var written = new ArraySegment<byte>(_bytes, 0, Length);
        _bytes = [];
        Length = 0;
        return written;
    }

    /// <summary>Returns to the budget the bytes that <see cref="Detach"/> handed over.</summary>
    internal void Release(ArraySegment<byte> detached) => budget.Give(detached.Array!.Length);

    /// <summary>Makes room for this number of bytes at once.</summary>
    /// <exception cref="ReplyTooLargeException">The budget does not allow it.</exception>
    internal void Prepare(int count) => Reserve(count);

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Advance(bytes.Length);
    }

    internal void Append(byte value)
    {
        Reserve(1)[0] = value;
        Advance(1);
    }

    /// <summary>Appends a line of Latin-1 text. Line breaks within the text become blanks.</summary>
    internal void AppendLine(byte type, string text)
    {
        int bytes = Encoding.Latin1.GetByteCount(text);
        Span<byte> line = Reserve(bytes + 3);
        line[0] = type;
        Span<byte> body = line.Slice(1, bytes);
        Encoding.Latin1.GetBytes(text, body);
        body.Replace((byte)'\r', (byte)' ');
        body.Replace((byte)'\n', (byte)' ');
        line[bytes + 1] = (byte)'\r';
        line[bytes + 2] = (byte)'\n';
        Advance(bytes + 3);
    }

    /// <summary>Appends a line with a type and a number: <c>*3</c>.</summary>
    internal void AppendLine(byte type, long value)
    {
        const int LongestLine = 24;
        Span<byte> line = Reserve(LongestLine);
        line[0] = type;
        Utf8Formatter.TryFormat(value, line[1..], out int digits);
        line[digits + 1] = (byte)'\r';
        line[digits + 2] = (byte)'\n';
        Advance(digits + 3);
    }

    private void Advance(int count) => Length += IsMuted ? 0 : count;

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Grow(count);
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>
    /// Grows the buffer to twice its size, so that copying leaves little garbage, or by a quarter if the budget does not allow twice the size.
    /// </summary>
    private void Grow(int count)
    {
        long least = (long)Length + count;
        if (least > Array.MaxLength
            || !(TryTake(Math.Max(least, Math.Max(2L * _bytes.Length, InitialBytes)), out int size) || TryTake(Math.Max(least, _bytes.Length + (_bytes.Length / 4L)), out size)))
        {
            throw new ReplyTooLargeException(budget.MaxBytes);
        }

        byte[] grown = GC.AllocateUninitializedArray<byte>(size);
        Written.CopyTo(grown);
        _bytes = grown;
    }

    private bool TryTake(long wanted, out int size)
    {
        size = (int)Math.Min(wanted, Array.MaxLength);
        return budget.TryTake(size - _bytes.Length);
    }
}
