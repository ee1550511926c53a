using System.Text;

namespace ScriptGrid.Engine.Model;

/// <summary>Texts of others in messages, cut where they are long. <see cref="SecretMask"/> knows by the mark that what stands before it may be the beginning of a secret.</summary>
internal static class ShortText
{
    /// <summary>Stands where a text was cut.</summary>
    public const char Mark = '…';

    /// <summary>The text, or its beginning and <see cref="Mark"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">How many characters it may have.</param>
    public static string Of(string text, int longest) => text.Length <= longest ? text : text[..longest] + Mark;

    /// <summary>The text, or its beginning and <see cref="Mark"/>, without half a character before that.</summary>
    /// <param name="text">The text in UTF-8; what is no UTF-8 becomes U+FFFD.</param>
    /// <param name="longest">How many bytes it may have.</param>
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
