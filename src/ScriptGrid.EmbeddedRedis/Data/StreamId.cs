using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The id of a stream's entry: a time in milliseconds and a sequence number within it.</summary>
internal readonly record struct StreamId(ulong Milliseconds, ulong Sequence) : IComparable<StreamId>
{
    /// <summary>The longest word that can be an id, which is the size of the buffer that Redis copies it to.</summary>
    private const int MaxTextBytes = 127;

    internal static StreamId Min => default;

    internal static StreamId Max => new(ulong.MaxValue, ulong.MaxValue);

    /// <summary>The id after this one; null for the last id.</summary>
    internal StreamId? Next => this == Max ? null
        : Sequence == ulong.MaxValue ? new StreamId(Milliseconds + 1, 0)
        : this with { Sequence = Sequence + 1 };

    /// <summary>The id before this one; null for the first id.</summary>
    internal StreamId? Previous => this == Min ? null
        : Sequence == 0 ? new StreamId(Milliseconds - 1, ulong.MaxValue)
        : this with { Sequence = Sequence - 1 };

    /// <summary>Parses <c>ms</c> or <c>ms-seq</c>, and <c>-</c> and <c>+</c> for the first and the last id.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, ulong missingSequence, out StreamId id)
    {
        if (CText.Is(text, '-') || CText.Is(text, '+'))
        {
            id = text[0] == '-' ? Min : Max;
            return true;
        }

        return TryParseStrictly(text, missingSequence, out id);
    }

    /// <summary>Parses <c>ms</c> or <c>ms-seq</c> only.</summary>
    internal static bool TryParseStrictly(ReadOnlySpan<byte> text, ulong missingSequence, out StreamId id)
    {
        text = text.Length <= MaxTextBytes ? CText.Of(text) : default;
        int dash = text.IndexOf((byte)'-');
        ulong sequence = missingSequence;
        bool parsed = TryParseNumber(dash < 0 ? text : text[..dash], out ulong milliseconds)
            && (dash < 0 || TryParseNumber(text[(dash + 1)..], out sequence));
        id = new StreamId(milliseconds, sequence);
        return parsed;
    }

    /// <summary>Parses the milliseconds of <c>ms-*</c>. The caller must choose the sequence number.</summary>
    internal static bool TryParsePartial(ReadOnlySpan<byte> text, out ulong milliseconds)
    {
        milliseconds = 0;
        text = text.Length <= MaxTextBytes ? CText.Of(text) : default;
        return text.EndsWith("-*"u8) && !text[..^2].Contains((byte)'-') && TryParseNumber(text[..^2], out milliseconds);
    }

    public int CompareTo(StreamId other)
    {
        int byTime = Milliseconds.CompareTo(other.Milliseconds);
        return byTime != 0 ? byTime : Sequence.CompareTo(other.Sequence);
    }

    public static bool operator <(StreamId left, StreamId right) => left.CompareTo(right) < 0;

    public static bool operator >(StreamId left, StreamId right) => left.CompareTo(right) > 0;

    public static bool operator <=(StreamId left, StreamId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StreamId left, StreamId right) => left.CompareTo(right) >= 0;

    internal byte[] ToBytes() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Sequence}"));

    // As in Redis: an integer in canonical form must not be negative. In any other form, a negative number wraps around, as with C's strtoull.
    private static bool TryParseNumber(ReadOnlySpan<byte> text, out ulong number)
    {
        if (Integers.TryParse(text, out long integer))
        {
            number = (ulong)integer;
            return integer >= 0;
        }

        ReadOnlySpan<byte> digits = text.TrimStart(" \t\n\v\f\r"u8);
        bool isNegative = digits.StartsWith("-"u8);
        digits = isNegative || digits.StartsWith("+"u8) ? digits[1..] : digits;
        bool isNumber = Utf8Parser.TryParse(digits, out number, out int used) && used == digits.Length;
        number = isNegative ? 0 - number : number;
        return isNumber;
    }
}
