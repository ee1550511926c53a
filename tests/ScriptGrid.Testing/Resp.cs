using System.Globalization;
using System.Text;

namespace ScriptGrid.Testing;

/// <summary>RESP values as bytes.</summary>
internal static class Resp
{
    /// <summary>The status reply <c>OK</c>.</summary>
    public static byte[] Ok { get; } = Status("OK");

    /// <summary>A status reply.</summary>
    public static byte[] Status(string text) => Line($"+{text}");

    /// <summary>An error reply; the text starts with its code.</summary>
    public static byte[] Error(string text) => Line($"-{text}");

    /// <summary>An integer reply.</summary>
    public static byte[] Integer(long value) => Line(string.Create(CultureInfo.InvariantCulture, $":{value}"));

    /// <summary>A bulk string.</summary>
    public static byte[] Bulk(string text) => Line($"${Encoding.UTF8.GetByteCount(text)}\r\n{text}");

    /// <summary>A bulk string of any bytes.</summary>
    public static byte[] Bulk(byte[] bytes) => [.. Line($"${bytes.Length}"), .. bytes, .. "\r\n"u8];

    /// <summary>An array of replies.</summary>
    public static byte[] Array(params byte[][] items) => [.. Line($"*{items.Length}"), .. items.SelectMany(static item => item)];

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes(text + "\r\n");
}
