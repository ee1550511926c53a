using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ScriptGrid.Client;

/// <summary>
/// A script's reply, unchanged: one value, or a tree of values. <see cref="Kind"/> says which property holds the value. The <c>As…</c> methods convert it,
/// including numbers from text, and return null if that is impossible.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.script-reply")]
public sealed record ScriptReply
{
    /// <summary>The reply that has no value.</summary>
    public static ScriptReply Nil { get; } = new();

    /// <summary>The kind of value.</summary>
    [Id(0)]
    public ScriptReplyKind Kind { get; init; }

    /// <summary>The value of an <see cref="ScriptReplyKind.Integer"/>. For a <see cref="ScriptReplyKind.Boolean"/> it is 1 or 0.</summary>
    [Id(1)]
    public long Integer { get; init; }

    /// <summary>The value of a <see cref="ScriptReplyKind.Double"/>.</summary>
    [Id(2)]
    public double Double { get; init; }

    /// <summary>The bytes of a text, status or error, or the digits of a big number.</summary>
    [Id(3)]
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The elements of an array, or the alternating keys and values of a map.</summary>
    [Id(4)]
    public ImmutableArray<ScriptReply> Items { get; init; } = [];

    /// <summary>Whether there is no value.</summary>
    public bool IsNil => Kind == ScriptReplyKind.Nil;

    /// <summary>An element of an array, by its position from 0.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public ScriptReply this[int index] => Items[index];

    /// <summary>
    /// The value for a name in a map, or in an array of alternating names and values such as <c>{"acquired", 1, "wait_ms", 0}</c>;
    /// <see cref="Nil"/> if the name is not there.
    /// </summary>
    public ScriptReply this[string name]
    {
        get
        {
            for (int i = 0; i + 1 < Items.Length; i += 2)
            {
                if (Items[i].AsText() == name)
                {
                    return Items[i + 1];
                }
            }

            return Nil;
        }
    }

    /// <summary>Returns a whole number from an integer, a boolean (1 or 0), a big number, or text that is one; null for anything else.</summary>
    public long? AsLong() => Kind switch
    {
        ScriptReplyKind.Integer or ScriptReplyKind.Boolean => Integer,
        ScriptReplyKind.Text or ScriptReplyKind.BigNumber
            when long.TryParse(Bytes.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) => value,
        _ => null,
    };

    /// <summary>
    /// Returns a number from anything that <see cref="AsLong"/> converts, a double, or text that is a number, also <c>inf</c>, <c>-inf</c> and <c>nan</c> as
    /// Redis writes them; null for anything else.
    /// </summary>
    public double? AsDouble() => Kind switch
    {
        ScriptReplyKind.Double => Double,
        ScriptReplyKind.Integer or ScriptReplyKind.Boolean => Integer,
        ScriptReplyKind.Text or ScriptReplyKind.BigNumber
            => ParseDouble(Bytes.Span),
        _ => null,
    };

    /// <summary>Returns true or false from a boolean, or from the integers 1 and 0, which scripts return over RESP2; null for anything else.</summary>
    public bool? AsBool() => (Kind, Integer) switch
    {
        (ScriptReplyKind.Boolean or ScriptReplyKind.Integer, 1) => true,
        (ScriptReplyKind.Boolean or ScriptReplyKind.Integer, 0) => false,
        _ => null,
    };

    /// <summary>
    /// Returns a text, status, error or big number as text, decoded as UTF-8, and integers and doubles in decimal; null for anything else.
    /// </summary>
    public string? AsText() => Kind switch
    {
        ScriptReplyKind.Text or ScriptReplyKind.Status or ScriptReplyKind.Error or ScriptReplyKind.BigNumber => Encoding.UTF8.GetString(Bytes.Span),
        ScriptReplyKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        ScriptReplyKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Parses a number as Redis writes it. .NET has other words for what is not finite.</summary>
    private static double? ParseDouble(ReadOnlySpan<byte> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : Ascii.EqualsIgnoreCase(text, "inf") || Ascii.EqualsIgnoreCase(text, "+inf") ? double.PositiveInfinity
        : Ascii.EqualsIgnoreCase(text, "-inf") ? double.NegativeInfinity
        : Ascii.EqualsIgnoreCase(text, "-nan") ? double.NaN
        : null;

    /// <summary>Whether both are the same tree with the same values.</summary>
    public bool Equals(ScriptReply? other) =>
        other is not null
        && Kind == other.Kind
        && Integer == other.Integer
        && Double.Equals(other.Double)
        && Bytes.Span.SequenceEqual(other.Bytes.Span)
        && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        hash.Add(Integer);
        hash.Add(Double);
        hash.AddBytes(Bytes.Span);
        hash.Add(Items.Length);
        return hash.ToHashCode();
    }

    /// <summary>Returns the reply on one line, for logs and messages, for example <c>["acquired", 1]</c>.</summary>
    public override string ToString() => Kind switch
    {
        ScriptReplyKind.Nil => "nil",
        ScriptReplyKind.Boolean => Integer == 1 ? "true" : "false",
        ScriptReplyKind.Text => $"\"{AsText()}\"",
        ScriptReplyKind.Array => $"[{string.Join(", ", Items)}]",
        ScriptReplyKind.Map => $"{{{string.Join(", ", Items.Chunk(2).Select(static pair => $"{pair[0]}: {pair[^1]}"))}}}",
        _ => AsText()!,
    };
}
