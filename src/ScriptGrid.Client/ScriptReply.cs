using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ScriptGrid.Client;

/// <summary>
/// What a script returned, as it came: one value, or a tree of them. <see cref="Kind"/> says which of the properties holds it; the
/// <c>As…</c> accessors read what can be read as such, numbers from text included, and are null for anything else.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.script-reply")]
public sealed record ScriptReply
{
    /// <summary>Nothing.</summary>
    public static ScriptReply Nil { get; } = new();

    /// <summary>What it is.</summary>
    [Id(0)]
    public ScriptReplyKind Kind { get; init; }

    /// <summary>The value of an <see cref="ScriptReplyKind.Integer"/>; 1 or 0 of a <see cref="ScriptReplyKind.Boolean"/>.</summary>
    [Id(1)]
    public long Integer { get; init; }

    /// <summary>The value of a <see cref="ScriptReplyKind.Double"/>.</summary>
    [Id(2)]
    public double Double { get; init; }

    /// <summary>The bytes of a text, status or error; the digits of a big number.</summary>
    [Id(3)]
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The elements of an array; of a map its keys and values by turns.</summary>
    [Id(4)]
    public ImmutableArray<ScriptReply> Items { get; init; } = [];

    /// <summary>Whether it is nothing.</summary>
    public bool IsNil => Kind == ScriptReplyKind.Nil;

    /// <summary>An element of an array, by its place from 0.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public ScriptReply this[int index] => Items[index];

    /// <summary>
    /// The value that stands behind a name in a map, or in an array of names and values by turns, as <c>{"acquired", 1, "wait_ms", 0}</c>;
    /// <see cref="Nil"/> where there is none.
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

    /// <summary>A whole number: an integer, a boolean (1 or 0), or text that is one.</summary>
    public long? AsLong() => Kind switch
    {
        ScriptReplyKind.Integer or ScriptReplyKind.Boolean => Integer,
        ScriptReplyKind.Text or ScriptReplyKind.BigNumber
            when long.TryParse(Bytes.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) => value,
        _ => null,
    };

    /// <summary>A number: any of <see cref="AsLong"/>, a double, or text that is one.</summary>
    public double? AsDouble() => Kind switch
    {
        ScriptReplyKind.Double => Double,
        ScriptReplyKind.Integer or ScriptReplyKind.Boolean => Integer,
        ScriptReplyKind.Text or ScriptReplyKind.BigNumber
            when double.TryParse(Bytes.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) => value,
        _ => null,
    };

    /// <summary>True or false: a boolean, or the integer 1 or 0, as scripts say it over RESP2.</summary>
    public bool? AsBool() => (Kind, Integer) switch
    {
        (ScriptReplyKind.Boolean or ScriptReplyKind.Integer, 1) => true,
        (ScriptReplyKind.Boolean or ScriptReplyKind.Integer, 0) => false,
        _ => null,
    };

    /// <summary>Text, status, error or big number as text, read as UTF-8; numbers in decimal.</summary>
    public string? AsText() => Kind switch
    {
        ScriptReplyKind.Text or ScriptReplyKind.Status or ScriptReplyKind.Error or ScriptReplyKind.BigNumber => Encoding.UTF8.GetString(Bytes.Span),
        ScriptReplyKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        ScriptReplyKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Whether both are the same tree of the same values.</summary>
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

    /// <summary>On one line, for logs and messages: <c>["acquired", 1]</c>.</summary>
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
