using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>
/// A word of a command, or an element of KEYS or ARGV: any bytes. Text converts to it as UTF-8 and numbers as decimals, so you can write a list as
/// <c>["lock:report", 30_000]</c>.
/// </summary>
public readonly record struct RedisArgument
{
    /// <param name="bytes">The bytes, which must not change while the call is under way.</param>
    public RedisArgument(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The bytes that the server gets.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Converts text to UTF-8.</summary>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    public static implicit operator RedisArgument(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Takes the bytes as they are.</summary>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static implicit operator RedisArgument(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new(bytes);
    }

    /// <summary>Converts a character to UTF-8: it is text, not a number.</summary>
    public static implicit operator RedisArgument(char character) => character.ToString();

    /// <summary>Converts a whole number to decimal digits.</summary>
    public static implicit operator RedisArgument(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Converts a whole number to decimal digits.</summary>
    public static implicit operator RedisArgument(ushort number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Converts a whole number to decimal digits.</summary>
    public static implicit operator RedisArgument(uint number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Converts a whole number to decimal digits.</summary>
    public static implicit operator RedisArgument(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Converts a number to the shortest decimal form that reads back as the same number: <c>0.1f</c> is <c>0.1</c>.</summary>
    public static implicit operator RedisArgument(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Converts a number to the shortest decimal form that reads back as the same number.</summary>
    public static implicit operator RedisArgument(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether both consist of the same bytes.</summary>
    public bool Equals(RedisArgument other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>Returns the bytes as UTF-8 text, with <c>\xNN</c> for each byte that is not UTF-8.</summary>
    public override string ToString() => ReadableText.Of(Bytes.Span);
}
