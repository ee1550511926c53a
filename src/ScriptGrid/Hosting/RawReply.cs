using System.Buffers;
using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Hosting;

/// <summary>Formats a reply as redis-cli does: one element per line, with nested ones indented and numbered.</summary>
internal static class RawReply
{
    /// <summary>Formats a complete reply.</summary>
    public static string Format(ReadOnlySpan<byte> reply)
    {
        var text = new StringBuilder();
        var reader = new RespReader(reply);
        Append(text, ref reader, indent: 0);
        return text.ToString();
    }

    /// <summary>Appends one element. <see cref="RespFramer.MaxDepth"/> bounds the nesting, and therefore this recursion.</summary>
    private static void Append(StringBuilder text, ref RespReader reader, int indent)
    {
        reader.Read();
        int elements = reader.Type == RespType.Map ? reader.Count * 2 : reader.Count;
        if (elements == 0)
        {
            text.Append(Scalar(reader)).Append('\n');
            return;
        }

        string mark = reader.Type switch { RespType.Map => "# ", RespType.Set => "~ ", _ => ") " };
        int width = elements.ToString(CultureInfo.InvariantCulture).Length;
        for (int i = 1; i <= elements; i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture).PadLeft(width) + mark;
            text.Append(' ', i == 1 ? 0 : indent).Append(number);
            Append(text, ref reader, indent + number.Length);
        }
    }

    private static string Scalar(RespReader reader)
    {
        string value = OneLine.Of(KeyText.Of(reader.Text));
        return reader.Type switch
        {
            RespType.String => Quoted(reader.Text),
            RespType.Status => value,
            RespType.Error => $"(error) {value}",
            RespType.Integer or RespType.BigNumber => $"(integer) {value}",
            RespType.Double => $"(double) {value}",
            RespType.Boolean => value == "t" ? "(true)" : "(false)",
            RespType.Null => "(nil)",
            RespType.Map => "(empty map)",
            _ => "(empty array)",
        };
    }

    /// <summary>
    /// Quotes a string. Characters of all languages stay as they are; bytes that are not UTF-8 or not safe to show are escaped as in redis-cli.
    /// </summary>
    private static string Quoted(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("\"");
        while (!bytes.IsEmpty)
        {
            bool isLetter = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done;
            string shown = rune.ToString();
            if (isLetter && OneLine.Of(shown) == shown)
            {
                _ = shown is "\"" or "\\" ? text.Append('\\').Append(shown) : text.Append(shown);
            }
            else
            {
                foreach (byte character in bytes[..length])
                {
                    text.Append(Escaped(character));
                }
            }

            bytes = bytes[length..];
        }

        return text.Append('"').ToString();
    }

    private static string Escaped(byte character) => character switch
    {
        (byte)'\n' => "\\n",
        (byte)'\r' => "\\r",
        (byte)'\t' => "\\t",
        (byte)'\a' => "\\a",
        (byte)'\b' => "\\b",
        _ => $"\\x{character:x2}",
    };
}
