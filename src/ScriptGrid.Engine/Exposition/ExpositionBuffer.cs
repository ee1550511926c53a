using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// A growing byte buffer that knows how names, label values and numbers are written in Prometheus' text formats.
/// Reused between renderings; not for use by two threads.
/// </summary>
internal sealed class ExpositionBuffer
{
    private static readonly SearchValues<byte> NeedsCare = SearchValues.Create(CareBytes());

    /// <summary>Room for a line: two of these are made for each target that goes down or comes back, thousands at a time.</summary>
    private byte[] _bytes = new byte[256];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets what was written after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Appends bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends one byte as it is.</summary>
    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Appends text as UTF-8, without escaping.</summary>
    public void Append(string text) =>
        Length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>Appends <c>name="value"</c>, escaped.</summary>
    public void AppendLabel(string name, string value)
    {
        Append(name);
        Append("=\""u8);
        AppendEscaped(Encoding.UTF8.GetBytes(value));
        Append((byte)'"');
    }

    /// <summary>
    /// Appends a label value: backslash, quote and newline escaped, bytes that are not valid UTF-8 as <c>\xNN</c> text
    /// (with its backslash escaped, as it is text).
    /// </summary>
    public void AppendEscaped(ReadOnlySpan<byte> value)
    {
        int plain = value.IndexOfAny(NeedsCare);
        if (plain < 0)
        {
            Append(value);
            return;
        }

        Append(value[..plain]);
        for (int i = plain; i < value.Length;)
        {
            OperationStatus status = Rune.DecodeFromUtf8(value[i..], out _, out int consumed);
            if (status == OperationStatus.Done)
            {
                AppendEscapedRune(value.Slice(i, consumed));
                i += consumed;
            }
            else
            {
                AppendInvalid(value[i++]);
            }
        }
    }

    /// <summary>Appends a sample value: the shortest decimal that reads back the same, or <c>NaN</c>, <c>+Inf</c>, <c>-Inf</c>.</summary>
    public void AppendNumber(double value)
    {
        if (!double.IsFinite(value))
        {
            Append(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }

        long whole = (long)value;
        if (whole == value && Math.Abs(value) < 1e15)
        {
            AppendNumber(whole);
            return;
        }

        _ = value.TryFormat(Reserve(32), out int written, "R", CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Appends a whole number.</summary>
    public void AppendNumber(long value)
    {
        _ = Utf8Formatter.TryFormat(value, Reserve(24), out int written);
        Length += written;
    }

    /// <summary>Appends a number that is not negative and has a fixed number of decimals, without the zeros at its end.</summary>
    /// <param name="scaled">The number times ten to the power of <paramref name="decimals"/>.</param>
    /// <param name="decimals">Decimals, at most 9.</param>
    public void AppendDecimal(long scaled, int decimals)
    {
        for (; decimals > 0 && scaled % 10 == 0; decimals--)
        {
            scaled /= 10;
        }

        long unit = 1;
        for (int i = 0; i < decimals; i++)
        {
            unit *= 10;
        }

        AppendNumber(scaled / unit);
        if (decimals > 0)
        {
            Append((byte)'.');
            _ = Utf8Formatter.TryFormat(scaled % unit, Reserve(decimals), out int written, new StandardFormat('D', (byte)decimals));
            Length += written;
        }
    }

    /// <summary>Makes room for at least <paramref name="size"/> bytes behind what was written.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + size));
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts bytes that were written into <see cref="Reserve"/>'s room.</summary>
    public void Advance(int count) => Length += count;

    private void AppendEscapedRune(ReadOnlySpan<byte> rune)
    {
        switch (rune[0])
        {
            case (byte)'\\':
                Append("\\\\"u8);
                break;
            case (byte)'"':
                Append("\\\""u8);
                break;
            case (byte)'\n':
                Append("\\n"u8);
                break;
            default:
                Append(rune);
                break;
        }
    }

    private void AppendInvalid(byte value)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        Append("\\\\x"u8);
        Append(digits[value >> 4]);
        Append(digits[value & 15]);
    }

    private static byte[] CareBytes() =>
        [(byte)'"', (byte)'\\', (byte)'\n', .. Enumerable.Range(0x80, 0x80).Select(static value => (byte)value)];
}
