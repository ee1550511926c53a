using System.Text;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// Shortens texts from outside for messages. The mark tells <see cref="SecretMask"/> that the text before it may be the beginning of a secret.
/// </summary>
internal static class ShortText
{
    /// <summary>Marks the place where a text was cut.</summary>
    public const char Mark = '…';

    /// <summary>Returns the text, or its beginning and <see cref="Mark"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The longest text that is not cut, in characters.</param>
    public static string Of(string text, int longest) => text.Length <= longest ? text : text[..longest] + Mark;

    /// <summary>Returns the text, or its beginning and <see cref="Mark"/>. It never cuts within a character.</summary>
    /// <param name="text">The text in UTF-8; bytes that are not UTF-8 become U+FFFD.</param>
    /// <param name="longest">The longest text that is not cut, in bytes.</param>
    public static string Of(ReadOnlySpan<byte> text, int longest)
    {
        if (text.Length <= longest)
        {
            return Encoding.UTF8.GetString(text);
        }

        int end = longest;
        while (end > longest - 3 && (text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return Encoding.UTF8.GetString(text[..end]) + Mark;
    }
}
