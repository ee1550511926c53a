using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ScriptGrid.Client;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Cluster.Calls;

/// <summary>Converts a RESP reply into the tree that clients get.</summary>
internal static class ReplyTree
{
    /// <summary>Reads a complete reply. <see cref="RespFramer.MaxDepth"/> bounds its nesting, and therefore the recursion.</summary>
    public static ScriptReply Read(ReadOnlySpan<byte> reply)
    {
        var reader = new RespReader(reply);
        return Read(ref reader);
    }

    private static ScriptReply Read(ref RespReader reader)
    {
        reader.Read();
        return reader.Type switch
        {
            RespType.Array or RespType.Set => Aggregate(ScriptReplyKind.Array, reader.Count, ref reader),
            RespType.Map => Aggregate(ScriptReplyKind.Map, reader.Count * 2, ref reader),
            _ => Scalar(reader),
        };
    }

    private static ScriptReply Aggregate(ScriptReplyKind kind, int count, ref RespReader reader)
    {
        var items = new ScriptReply[count];
        for (int i = 0; i < count; i++)
        {
            items[i] = Read(ref reader);
        }

        return new ScriptReply { Kind = kind, Items = ImmutableArray.Create(items) };
    }

    private static ScriptReply Scalar(RespReader reader) => reader.Type switch
    {
        RespType.String => Bytes(ScriptReplyKind.Text, reader),
        RespType.Status => Bytes(ScriptReplyKind.Status, reader),
        RespType.Error => Bytes(ScriptReplyKind.Error, reader),
        RespType.BigNumber => Bytes(ScriptReplyKind.BigNumber, reader),
        RespType.Boolean => new ScriptReply { Kind = ScriptReplyKind.Boolean, Integer = reader.Text is [(byte)'t'] ? 1 : 0 },
        RespType.Integer when long.TryParse(reader.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) =>
            new ScriptReply { Kind = ScriptReplyKind.Integer, Integer = number },
        RespType.Double when TryReadDouble(reader.Text, out double number) =>
            new ScriptReply { Kind = ScriptReplyKind.Double, Double = number },
        RespType.Null => ScriptReply.Nil,
        _ => Bytes(ScriptReplyKind.Text, reader),
    };

    private static ScriptReply Bytes(ScriptReplyKind kind, RespReader reader) => new() { Kind = kind, Bytes = reader.Text.ToArray() };

    /// <summary>Parses a double. Servers write <c>inf</c>, <c>-inf</c> and <c>nan</c>, some with a sign in front.</summary>
    private static bool TryReadDouble(ReadOnlySpan<byte> text, out double number)
    {
        number = Encoding.ASCII.GetString(text) switch
        {
            "inf" or "+inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" or "-nan" => double.NaN,
            _ => 0,
        };
        return number != 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }
}
