using System.Globalization;
using System.Text;

namespace ScriptGrid.Client;

/// <summary>
/// One element of KEYS or ARGV: arbitrary bytes. Text converts to UTF-8 and numbers to decimal, so that a list of arguments can be written as
/// <c>["lock:report", 30_000]</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.script-argument")]
public readonly record struct ScriptArgument
{
    /// <param name="bytes">The bytes. They must not change until the call has ended.</param>
    public ScriptArgument(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The bytes that are sent.</summary>
    [Id(0)]
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Converts text to its bytes in UTF-8.</summary>
    /// <exception cref="ArgumentNullException">The text is null. Redis has no null argument; use <c>""</c> for an empty one.</exception>
    public static implicit operator ScriptArgument(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ScriptArgument(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Uses bytes as they are.</summary>
    /// <exception cref="ArgumentNullException">The bytes are null. Redis has no null argument; use <c>""</c> for an empty one.</exception>
    public static implicit operator ScriptArgument(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new ScriptArgument(new ReadOnlyMemory<byte>(bytes));
    }

    /// <summary>Converts a character to its bytes in UTF-8, as text of that character has them.</summary>
    public static implicit operator ScriptArgument(char character) => character.ToString();

    /// <summary>Converts a whole number to decimal.</summary>
    public static implicit operator ScriptArgument(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Converts a whole number to decimal.</summary>
    public static implicit operator ScriptArgument(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Converts a whole number to decimal.</summary>
    public static implicit operator ScriptArgument(uint number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Converts a whole number to decimal. Without it, <c>byte</c> and <c>ushort</c> would fit several operators equally well.</summary>
    public static implicit operator ScriptArgument(ushort number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Converts a number to the shortest decimal form that parses to the same number.</summary>
    public static implicit operator ScriptArgument(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Converts a number to the shortest decimal form that parses to the same number.</summary>
    public static implicit operator ScriptArgument(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether both have the same bytes.</summary>
    public bool Equals(ScriptArgument other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>Returns the bytes as text. Bytes that are not UTF-8 become replacement characters.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);
}
