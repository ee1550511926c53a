using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// A growing byte buffer that writes names, label values and numbers in Prometheus' text formats.
/// Reused between renderings; not thread-safe.
/// </summary>
internal sealed class ExpositionBuffer
{
    private static readonly SearchValues<byte> NeedsCare = SearchValues.Create(CareBytes());

    /// <summary>The initial size is enough for a line. Two buffers are created for each target that goes down or comes back, thousands at a time.</summary>
    private byte[] _bytes = new byte[256];

    /// <summary>The number of bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written so far.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, Length);

    /// <summary>Removes what was written, and keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>Removes what was written after the first <paramref name="length"/> bytes.</summary>
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
    /// Appends a label value. Escapes backslash, quote and newline. Bytes that are not valid UTF-8 become <c>\xNN</c>, as text and so with the backslash
    /// escaped.
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

    /// <summary>Appends a number that is not negative and has a fixed number of decimals, without trailing zeros.</summary>
    /// <param name="scaled">The number times ten to the power of <paramref name="decimals"/>.</param>
    /// <param name="decimals">The number of decimals, at most 9.</param>
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

    /// <summary>Makes room for at least <paramref name="size"/> bytes after what was written, and returns it.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + size));
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts bytes that were written into the room that <see cref="Reserve"/> returned.</summary>
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
