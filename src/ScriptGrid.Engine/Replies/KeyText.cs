using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ScriptGrid.Engine.Replies;

/// <summary>Keys as text, as labels show them.</summary>
internal static class KeyText
{
    /// <summary>Returns bytes as text. Those that are not valid UTF-8 become <c>\xNN</c>.</summary>
    public static string Of(ReadOnlySpan<byte> key)
    {
        if (Utf8.IsValid(key))
        {
            return Encoding.UTF8.GetString(key);
        }

        var text = new StringBuilder(key.Length);
        while (!key.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(key, out Rune rune, out int consumed);
            _ = status == OperationStatus.Done
                ? text.Append(rune.ToString())
                : text.Append(CultureInfo.InvariantCulture, $"\\x{key[0]:x2}");
            key = key[(status == OperationStatus.Done ? consumed : 1)..];
        }

        return text.ToString();
    }

    /// <summary>Whether two keys have the same text.</summary>
    public static bool AreAlike(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.SequenceEqual(other) || (!(Utf8.IsValid(one) && Utf8.IsValid(other)) && Of(one) == Of(other));

    /// <summary>
    /// Whether two different keys of this reply may have the same text: one holds a byte that is not UTF-8, and the other spells it, as <c>\xff</c>.
    /// </summary>
    public static bool MayCollide(ReadOnlySpan<byte> reply) => reply.IndexOf("\\x"u8) >= 0 && !Utf8.IsValid(reply);
}
