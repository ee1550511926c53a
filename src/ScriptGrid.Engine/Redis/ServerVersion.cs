using System.Buffers.Text;
using System.Globalization;

namespace ScriptGrid.Engine.Redis;

/// <summary>A server's version. Three small numbers, since there is one for each of many connections, and a server may say anything.</summary>
internal readonly record struct ServerVersion(byte Major, byte Minor, byte Patch)
{
    /// <summary>What an answer to HELLO says; null where it does not, or not in three numbers.</summary>
    public static ServerVersion? Read(ReadOnlySpan<byte> hello)
    {
        var reader = new RespReader(hello);
        reader.Read();
        int elements = reader.Type == RespType.Map ? 2 * reader.Count : reader.Count;
        for (int i = 0; i + 1 < elements; i += 2)
        {
            reader.Read();
            bool isVersion = reader.Type == RespType.String && reader.Text.SequenceEqual("version"u8);
            reader.Read();
            if (isVersion)
            {
                return Parse(reader.Text);
            }

            if (reader.Count > 0)
            {
                return null; // Modules, which stand last.
            }
        }

        return null;
    }

    /// <summary><c>7.2.4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static ServerVersion? Parse(ReadOnlySpan<byte> text) =>
        TryTake(ref text, out byte major) && TryTake(ref text, out byte minor) && TryTake(ref text, out byte patch) && text.IsEmpty
            ? new ServerVersion(major, minor, patch)
            : null;

    /// <summary>Takes a number, and the dot behind it.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> text, out byte number)
    {
        bool isNumber = Utf8Parser.TryParse(text, out number, out int length) && (length == text.Length || text[length] == (byte)'.');
        text = isNumber ? text[Math.Min(length + 1, text.Length)..] : text;
        return isNumber;
    }
}
