using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Replies;

/// <summary>The values of <c>redis_script_result</c>.</summary>
public enum ScriptResult
{
    /// <summary>The run failed. Valid pairs may have been kept.</summary>
    Failed = 0,

    /// <summary>The run gave values.</summary>
    Values = 1,

    /// <summary>The run gave no values.</summary>
    Empty = 2,
}

/// <summary>The judgement on a reply.</summary>
/// <param name="Result">The result.</param>
/// <param name="Failure">Why the run failed; null if it did not.</param>
internal readonly record struct ReplyVerdict(ScriptResult Result, Failure? Failure)
{
    public static ReplyVerdict Empty { get; } = new(ScriptResult.Empty, null);

    public static ReplyVerdict Values { get; } = new(ScriptResult.Values, null);

    public static ReplyVerdict Failed(string message) => new(ScriptResult.Failed, new Failure(FailureReason.Reply, message));

    public static ReplyVerdict From(Failure? failure) => failure is null ? Values : new ReplyVerdict(ScriptResult.Failed, failure);
}

/// <summary>
/// Judges what a script returned: a flat array of keys and values, an array of pairs, a map, or a single number. If parts of a reply are invalid, its valid
/// pairs are kept.
/// </summary>
internal static class ReplyParser
{
    /// <summary>The key for a script that returned a single number.</summary>
    public static ReadOnlySpan<byte> SingleKey => "value"u8;

    /// <summary>Reads a complete reply of a script that declares no metrics into <paramref name="samples"/>.</summary>
    public static ReplyVerdict Parse(ReadOnlySpan<byte> reply, SampleList samples) => Parse(reply, DeclaredRows.None, samples);

    /// <summary>Reads a complete reply into <paramref name="samples"/>.</summary>
    public static ReplyVerdict Parse(ReadOnlySpan<byte> reply, DeclaredRows declared, SampleList samples)
    {
        samples.Clear();
        var reader = new RespReader(reply);
        reader.Read();
        switch (reader.Type)
        {
            case RespType.Null or RespType.Status:
            case RespType.Boolean when reader.Text[0] == (byte)'f':
            case RespType.Array or RespType.Map when reader.Count == 0:
                return ReplyVerdict.Empty;
            case RespType.Error:
                return ReplyVerdict.From(RedisErrors.From(reader.Text));
            case RespType.String when declared.Lines is not null:
                Failure? wrong = declared.Lines.Read(reply, reader.Text, samples.Rows);
                return wrong is null && samples.Rows.Count == 0 ? ReplyVerdict.Empty : ReplyVerdict.From(wrong);
            case RespType.Array when declared.Lines is not null:
                return ReplyVerdict.From(RowParser.ParseAll(reply, ref reader, declared, samples));
            case RespType.Map:
                return ParsePairs(reply, ref reader, reader.Count, declared, samples);
            case RespType.Array when declared != DeclaredRows.None && IsArrayOfArrays(reader, length: null):
                return ReplyVerdict.From(RowParser.ParseAll(reply, ref reader, declared, samples));
            case RespType.Array when IsArrayOfArrays(reader, length: 2):
                return ParseNestedPairs(reply, ref reader, samples);
            case RespType.Array:
                return reader.Count % 2 == 0 ? ParsePairs(reply, ref reader, reader.Count / 2, declared, samples) : OddLength(reader);
            default:
                return ParseSingle(reader, samples);
        }
    }

    private static bool IsArrayOfArrays(RespReader reader, int? length)
    {
        for (int left = reader.Count; left > 0; left--)
        {
            reader.Read();
            if (reader.Type != RespType.Array || (length is not null && reader.Count != length))
            {
                return false;
            }

            reader.Skip();
        }

        return true;
    }

    private static ReplyVerdict ParsePairs(ReadOnlySpan<byte> reply, ref RespReader reader, int pairs, DeclaredRows declared, SampleList samples)
    {
        Failure? first = null;
        for (; pairs > 0; pairs--)
        {
            Failure? failure = ParsePair(reply, ref reader, declared, samples);
            first ??= failure;
        }

        return ReplyVerdict.From(first);
    }

    private static ReplyVerdict ParseNestedPairs(ReadOnlySpan<byte> reply, ref RespReader reader, SampleList samples)
    {
        Failure? first = null;
        for (int left = reader.Count; left > 0; left--)
        {
            reader.Read();
            Failure? failure = ParsePair(reply, ref reader, DeclaredRows.None, samples);
            first ??= failure;
        }

        return ReplyVerdict.From(first);
    }

    /// <summary>Reads the next two elements, a key and its value.</summary>
    public static Failure? ParsePair(ReadOnlySpan<byte> reply, ref RespReader reader, DeclaredRows declared, SampleList samples)
    {
        reader.Read();
        ReadOnlySpan<byte> key = reader.Text;
        Failure? badKey = reader.Type switch
        {
            RespType.String or RespType.Integer or RespType.Status => null,
            RespType.Error => RedisErrors.From(reader.Text),
            _ => new Failure(FailureReason.Reply, $"a key is {Describe(reader)}; keys must be strings or integers"),
        };
        reader.Skip();
        reader.Read();
        Failure? badValue = ReadValue(reader, key, out double value);
        reader.Skip();
        if (badKey is null && badValue is null && declared.Find(key) is { } name)
        {
            return RowParser.AddPair(reply, name, value, samples);
        }

        if (badKey is null && badValue is null)
        {
            samples.Set(reply, OffsetIn(reply, key), key.Length, value);
        }

        return badKey ?? badValue;
    }

    private static Failure? ReadValue(in RespReader reader, ReadOnlySpan<byte> key, out double value)
    {
        value = 0;
        return reader.Type == RespType.Error
            ? RedisErrors.From(reader.Text)
            : TryReadNumber(reader, out value)
                ? null
                : new Failure(FailureReason.Reply, $"the value of key {Quote(key)} is {Describe(reader)}, not a number");
    }

    private static ReplyVerdict ParseSingle(in RespReader reader, SampleList samples)
    {
        if (!TryReadNumber(reader, out double value))
        {
            return ReplyVerdict.Failed($"the script returned {Describe(reader)}; it must return pairs of keys and numbers, or one number");
        }

        samples.SetSingle(value);
        return ReplyVerdict.Values;
    }

    private static ReplyVerdict OddLength(RespReader reader)
    {
        int length = reader.Count;
        for (int left = length; left > 0; left--)
        {
            reader.Read();
            if (reader.Type == RespType.Error)
            {
                return ReplyVerdict.From(RedisErrors.From(reader.Text));
            }

            reader.Skip();
        }

        return ReplyVerdict.Failed($"the array has {length} elements, an odd number; keys and values must alternate (a nil in Lua ends an array)");
    }

    /// <summary>Reads an element as the value of a sample.</summary>
    public static bool TryReadNumber(in RespReader reader, out double value)
    {
        switch (reader.Type)
        {
            case RespType.String or RespType.Status or RespType.Integer or RespType.Double or RespType.BigNumber:
                return NumberParser.TryParse(reader.Text, out value);
            case RespType.Boolean:
                value = reader.Text[0] == (byte)'t' ? 1 : 0;
                return true;
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>Returns the offset at which a part of the reply begins.</summary>
    public static int OffsetIn(ReadOnlySpan<byte> reply, ReadOnlySpan<byte> part) =>
        reply.Overlaps(part, out int offset) ? offset : 0;

    /// <summary>Describes an element for messages.</summary>
    public static string Describe(in RespReader reader) => reader.Type switch
    {
        RespType.String or RespType.Status => $"the string {Quote(reader.Text)}",
        RespType.Null => "nil",
        RespType.Array => "an array",
        RespType.Map => "a map",
        RespType.Set => "a set",
        RespType.Boolean => "a boolean",
        _ => $"the number {Encoding.UTF8.GetString(reader.Text)}",
    };

    /// <summary>Returns the text in quotes, cut if it is long.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        const int longest = 64;
        return $"\"{ShortText.Of(text, longest).ReplaceLineEndings("\\n")}\"";
    }
}
