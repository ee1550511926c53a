using System.Globalization;
using System.Text;

namespace ScriptGrid.Client;

/// <summary>
/// One element of KEYS or ARGV: bytes, whatever they hold. Text is sent as UTF-8, numbers in decimal, so that a list of them is written
/// <c>["lock:report", 30_000]</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.script-argument")]
public readonly record struct ScriptArgument
{
    /// <param name="bytes">The bytes, which must not change while the call is under way.</param>
    public ScriptArgument(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>What is sent.</summary>
    [Id(0)]
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Text, as UTF-8.</summary>
    public static implicit operator ScriptArgument(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes as they are.</summary>
    public static implicit operator ScriptArgument(byte[] bytes) => new(bytes);

    /// <summary>A whole number in decimal.</summary>
    public static implicit operator ScriptArgument(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in the shortest decimal form that reads back as the same.</summary>
    public static implicit operator ScriptArgument(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether both are of the same bytes.</summary>
    public bool Equals(ScriptArgument other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>As text; bytes that are not UTF-8 become replacement characters.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);
}
