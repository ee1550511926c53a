using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Compression;

/// <summary>
/// Compresses the text of pages to deflate blocks (RFC 1951). It compares a line with the line above, from the start and from each quote on, because labels are
/// in the same columns. That needs no search. Only text without such a line above is looked up by its first bytes. See docs/decisions/0034-own-deflate.md.
/// </summary>
internal static class PageDeflate
{
    /// <summary>The shortest match, in bytes.</summary>
    public const int ShortestMatch = 3;

    /// <summary>The longest match, in bytes.</summary>
    public const int LongestMatch = 258;

    /// <summary>The number of bytes after the text that must exist, because they may be read. Their values do not matter.</summary>
    public const int Slack = TextScan.Step;

    /// <summary>How far a match can reach back.</summary>
    private const int Window = 32 * 1024;

    /// <summary>Text up to this length, between two quotes or as a value, is written as it is, because it differs from line to line.</summary>
    private const int ShortText = 48;

    /// <summary>Room for the header, the end, and the bytes that the last flush touches.</summary>
    private const int Overhead = 256;

    /// <summary>The shortest phrase that is worth a match. Phrases are found by their first four bytes.</summary>
    private const int ShortestPhrase = 5;

    private const int PhraseBits = 12;

    /// <summary>Returns the most room that <see cref="Compress"/> may need for text of a length.</summary>
    public static int MostBytes(int length) => (length * PageCode.MostBitsPerByte / 8) + Overhead;

    /// <summary>Compresses text to blocks that end on a byte boundary, none of them marked as the last one.</summary>
    /// <param name="text">The text, followed by <see cref="Slack"/> bytes.</param>
    /// <param name="length">The text's length.</param>
    /// <param name="output">Room for at least <see cref="MostBytes"/>.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Compress(ReadOnlySpan<byte> text, int length, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, text.Length - Slack);
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, MostBytes(length));
        var bits = new DeflateBits(ref MemoryMarshal.GetReference(output));
        WriteHeader(ref bits);
        Span<int> phrases = stackalloc int[1 << PhraseBits];
        ref byte start = ref MemoryMarshal.GetReference(text);
        int above = -1;
        for (int at = 0; at < length;)
        {
            int same = 0;
            above = at - above > Window ? -1 : above;
            if (above >= 0)
            {
                same = TextScan.CommonLength(ref start, at, above, length - at);
                if (same >= ShortestMatch)
                {
                    WriteMatch(ref bits, same, at - above);
                    at += same;
                    above += same;
                    same = 0;
                }
            }

            int next = TextScan.IndexOfQuoteOrLineEnd(ref start, at + same, length);
            if (above >= 0 && next - at <= ShortText)
            {
                above = next < length ? TextScan.IndexOf(Unsafe.Add(ref start, next), ref start, above + same, at) : -1;
                WriteLiterals(ref bits, ref start, at, next);
                at = next;
            }
            else
            {
                next = EndOfLine(text[..length], at);
                bits = WritePhrases(bits, text, at, next, phrases);
                above = StartOfLineAbove(text, at, next);
                at = next;
            }
        }

        bits.Add(PageCode.End.Value, PageCode.End.Count);
        bits.Flush();
        bits.Align();
        return bits.Length;
    }

    private static void WriteHeader(ref DeflateBits bits)
    {
        foreach (PageBits header in PageCode.Header)
        {
            bits.Add(header.Value, header.Count);
            bits.Flush();
        }
    }

    /// <summary>
    /// Returns the position of the line's end; if <paramref name="at"/> is already there, the position after it. The next line is compared from there on.
    /// </summary>
    private static int EndOfLine(ReadOnlySpan<byte> text, int at)
    {
        int more = text[at..].IndexOf((byte)'\n');
        return more < 0 ? text.Length : at + Math.Max(more, 1);
    }

    /// <summary>Returns the line end that precedes the line that ended at <paramref name="end"/>; negative if nothing can be compared.</summary>
    private static int StartOfLineAbove(ReadOnlySpan<byte> text, int at, int end) =>
        text[end] == '\n' ? text[..at].LastIndexOf((byte)'\n') : -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteLiterals(ref DeflateBits bits, ref byte text, int at, int end)
    {
        ref PageBits code = ref MemoryMarshal.GetArrayDataReference(PageCode.Literals);
        for (; end - at >= 4; at += 4)
        {
            PageBits first = Unsafe.Add(ref code, Unsafe.Add(ref text, at));
            PageBits second = Unsafe.Add(ref code, Unsafe.Add(ref text, at + 1));
            PageBits third = Unsafe.Add(ref code, Unsafe.Add(ref text, at + 2));
            PageBits fourth = Unsafe.Add(ref code, Unsafe.Add(ref text, at + 3));
            ulong front = first.Value | ((ulong)second.Value << first.Count);
            ulong back = third.Value | ((ulong)fourth.Value << third.Count);
            bits.Add(front, first.Count + second.Count);
            bits.Add(back, third.Count + fourth.Count);
            bits.Flush();
        }

        for (; at < end; at++)
        {
            PageBits last = Unsafe.Add(ref code, Unsafe.Add(ref text, at));
            bits.Add(last.Value, last.Count);
        }

        bits.Flush();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteMatch(ref DeflateBits bits, int length, int distance)
    {
        int over = distance - 1;
        int further = over < 4 ? 0 : BitOperations.Log2((uint)over) - 1;
        PageBits code = PageCode.Distances[(further << 1) + (over >> further)].With(over & ((1 << further) - 1), further);
        for (; length > LongestMatch; length -= LongestMatch - ShortestMatch)
        {
            WritePiece(ref bits, LongestMatch - ShortestMatch, code);
        }

        WritePiece(ref bits, length, code);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePiece(ref DeflateBits bits, int length, PageBits distance)
    {
        PageBits code = PageCode.Lengths[length];
        bits.Add(code.Value, code.Count);
        bits.Add(distance.Value, distance.Count);
        bits.Flush();
    }

    /// <summary>Writes text that has no similar line above. If its next four bytes were met here before, the text becomes a match.</summary>
    private static DeflateBits WritePhrases(DeflateBits bits, ReadOnlySpan<byte> text, int at, int end, scoped Span<int> phrases)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        while (at < end)
        {
            uint phrase = BinaryPrimitives.ReadUInt32LittleEndian(text[at..]);
            ref int known = ref phrases[(int)((phrase * 2654435761) >> (32 - PhraseBits))];
            int before = known - 1; // 0 in the table means none.
            known = at + 1;
            int same = before >= 0 && at - before <= Window ? TextScan.CommonLength(ref start, at, before, end - at) : 0;
            if (same >= ShortestPhrase)
            {
                WriteMatch(ref bits, same, at - before);
                at += same;
            }
            else
            {
                WriteLiterals(ref bits, ref start, at, ++at);
            }
        }

        return bits;
    }
}
