namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Reads the length in the header of a bulk string or an aggregate. The length is short and occurs in most elements, so it is read digit by digit.
/// </summary>
internal static class RespLength
{
    /// <summary>The most digits that always fit into a <see cref="long"/>.</summary>
    private const int MaxDigits = 18;

    /// <summary>Reads digits, or <c>-1</c>, up to the end of the line.</summary>
    /// <param name="bytes">The bytes that came so far.</param>
    /// <param name="position">Where the length begins.</param>
    /// <param name="length">The length; -1 is the null of RESP2.</param>
    /// <param name="next">Where the next line begins.</param>
    public static FrameStatus Read(ReadOnlySpan<byte> bytes, int position, out long length, out int next)
    {
        length = 0;
        next = position;
        while (next < bytes.Length && bytes[next] is >= (byte)'0' and <= (byte)'9' && next - position < MaxDigits)
        {
            length = (length * 10) + (bytes[next++] - '0');
        }

        if (next == position && bytes[next..].StartsWith("-1"u8))
        {
            length = -1;
            next += 2;
        }

        ReadOnlySpan<byte> end = bytes[next..];
        if (next > position && end.StartsWith("\r\n"u8))
        {
            next += 2;
            return FrameStatus.Complete;
        }

        return MayGoOn(end, isEmpty: next == position) ? FrameStatus.Incomplete : FrameStatus.Invalid;
    }

    private static bool MayGoOn(ReadOnlySpan<byte> end, bool isEmpty) =>
        end.IsEmpty || (end.Length == 1 && end[0] == (byte)(isEmpty ? '-' : '\r'));
}
