using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>
/// The reply of a command or a script: one value, or a tree of them. The <c>As…</c> methods convert what they can, including text that is a number, and return
/// null for anything else.
/// </summary>
public sealed class RedisReply : IEquatable<RedisReply>
{
    private readonly long _integer;
    private readonly double _double;

    private RedisReply(RedisReplyKind kind, ReadOnlyMemory<byte> bytes = default, long integer = 0, double number = 0) =>
        (Kind, Bytes, _integer, _double) = (kind, bytes, integer, number);

    /// <summary>The reply that is nothing.</summary>
    public static RedisReply Nil { get; } = new(RedisReplyKind.Nil);

    /// <summary>The kind of the reply.</summary>
    public RedisReplyKind Kind { get; }

    /// <summary>The bytes of a text, status or error, or the digits of a big number; empty for other kinds.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The elements of an array, or the keys and values of a map in alternation.</summary>
    public ImmutableArray<RedisReply> Items { get; private init; } = [];

    /// <summary>Whether the reply is nothing.</summary>
    public bool IsNil => Kind == RedisReplyKind.Nil;

    /// <summary>The element of an array at an index, counted from 0.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public RedisReply this[int index] => Items[index];

    /// <summary>
    /// The value that follows a name in a map, or in an array of alternating names and values, such as the reply of HGETALL; <see cref="Nil"/> if there is
    /// none.
    /// </summary>
    public RedisReply this[string name]
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

    internal static RedisReply Of(RedisReplyKind kind, ReadOnlyMemory<byte> bytes) => new(kind, bytes);

    internal static RedisReply Of(RedisReplyKind kind, ImmutableArray<RedisReply> items) => new(kind) { Items = items };

    internal static RedisReply Of(long integer) => new(RedisReplyKind.Integer, integer: integer);

    internal static RedisReply Of(double number) => new(RedisReplyKind.Double, number: number);

    internal static RedisReply Of(bool value) => new(RedisReplyKind.Boolean, integer: value ? 1 : 0);

    /// <summary>Returns a whole number: an integer, a boolean (as 1 or 0), or text that is one.</summary>
    public long? AsLong() => Kind switch
    {
        RedisReplyKind.Integer or RedisReplyKind.Boolean => _integer,
        RedisReplyKind.Text or RedisReplyKind.BigNumber
            when long.TryParse(Bytes.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) => value,
        _ => null,
    };

    /// <summary>Returns a number: anything that <see cref="AsLong"/> reads, a double, or text that is a number, such as <c>1.5</c> or <c>-inf</c>.</summary>
    public double? AsDouble() => Kind switch
    {
        RedisReplyKind.Double => _double,
        RedisReplyKind.Integer or RedisReplyKind.Boolean => _integer,
        RedisReplyKind.Text or RedisReplyKind.BigNumber
            when ReplyNumber.TryParse(Bytes.Span, out double value) => value,
        _ => null,
    };

    /// <summary>Returns true or false: a boolean, or the integer 1 or 0, which scripts use over RESP2.</summary>
    public bool? AsBool() => (Kind, _integer) switch
    {
        (RedisReplyKind.Boolean or RedisReplyKind.Integer, 1) => true,
        (RedisReplyKind.Boolean or RedisReplyKind.Integer, 0) => false,
        _ => null,
    };

    /// <summary>Returns a text, status, error or big number as UTF-8 text, with <c>\xNN</c> for each byte that is not UTF-8, or a number in decimal.</summary>
    public string? AsText() => Kind switch
    {
        RedisReplyKind.Text or RedisReplyKind.Status or RedisReplyKind.Error or RedisReplyKind.BigNumber => ReadableText.Of(Bytes.Span),
        RedisReplyKind.Integer => _integer.ToString(CultureInfo.InvariantCulture),
        RedisReplyKind.Double => _double.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Whether both are the same tree of the same values.</summary>
    /// <exception cref="InsufficientExecutionStackException">Both are nested too deeply for the stack of this thread.</exception>
    public bool Equals(RedisReply? other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return other is not null
            && Kind == other.Kind
            && _integer == other._integer
            && _double.Equals(other._double)
            && Bytes.Span.SequenceEqual(other.Bytes.Span)
            && Items.SequenceEqual(other.Items);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RedisReply);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        hash.Add(_integer);
        hash.Add(_double);
        hash.AddBytes(Bytes.Span);
        hash.Add(Items.Length);
        return hash.ToHashCode();
    }

    /// <summary>Returns the reply on one line, for messages: <c>["acquired", 1]</c>.</summary>
    /// <exception cref="InsufficientExecutionStackException">The reply is nested too deeply for the stack of this thread.</exception>
    public override string ToString()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return Kind switch
        {
            RedisReplyKind.Nil => "nil",
            RedisReplyKind.Boolean => _integer == 1 ? "true" : "false",
            RedisReplyKind.Text => ReadableText.Quoted(Bytes.Span),
            RedisReplyKind.Array => $"[{string.Join(", ", Items)}]",
            RedisReplyKind.Map => $"{{{string.Join(", ", Items.Chunk(2).Select(static pair => $"{pair[0]}: {pair[^1]}"))}}}",
            _ => AsText()!,
        };
    }
}
