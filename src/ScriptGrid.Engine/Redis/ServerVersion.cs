using System.Buffers.Text;
using System.Globalization;

namespace ScriptGrid.Engine.Redis;

/// <summary>A server's version. Three bytes, because each of many connections has one, and because a server may claim anything.</summary>
internal readonly record struct ServerVersion(byte Major, byte Minor, byte Patch)
{
    /// <summary>Reads the version from an answer to HELLO; null if there is none, or it is not three numbers of at most 255.</summary>
    public static ServerVersion? Read(ReadOnlySpan<byte> hello) => Parse(HelloReply.Find(hello, "version"u8));

    /// <summary>Returns, for example, <c>7.2.4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static ServerVersion? Parse(ReadOnlySpan<byte> text) =>
        TryTake(ref text, out byte major) && TryTake(ref text, out byte minor) && TryTake(ref text, out byte patch) && text.IsEmpty
            ? new ServerVersion(major, minor, patch)
            : null;

    /// <summary>Takes a number, and the dot after it, off the text.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> text, out byte number)
    {
        bool isNumber = Utf8Parser.TryParse(text, out number, out int length) && (length == text.Length || text[length] == (byte)'.');
        text = isNumber ? text[Math.Min(length + 1, text.Length)..] : text;
        return isNumber;
    }
}
