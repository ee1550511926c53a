using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>
/// A word of a command, or an element of KEYS or ARGV: bytes, whatever they hold. Text is taken as UTF-8 and numbers in decimal, so that a list of them is
/// written <c>["lock:report", 30_000]</c>.
/// </summary>
public readonly record struct RedisArgument
{
    /// <param name="bytes">The bytes, which must not change while the call is under way.</param>
    public RedisArgument(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>What the server gets.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Text, as UTF-8.</summary>
    public static implicit operator RedisArgument(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes as they are.</summary>
    public static implicit operator RedisArgument(byte[] bytes) => new(bytes);

    /// <summary>A whole number in decimal.</summary>
    public static implicit operator RedisArgument(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in the shortest decimal form that reads back as the same.</summary>
    public static implicit operator RedisArgument(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether both are of the same bytes.</summary>
    public bool Equals(RedisArgument other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>As text; each byte that is not UTF-8 as <c>\xNN</c>.</summary>
    public override string ToString() => ReadableText.Of(Bytes.Span);
}
