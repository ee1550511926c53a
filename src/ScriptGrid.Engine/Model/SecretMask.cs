using System.Buffers;
using System.Text;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// Replaces configured secrets with <c>***</c> in messages that are about to leave the process, because a server, a library or a file may have put one there.
/// A secret of at least eight characters is replaced everywhere: as it is, percent-encoded, and escaped as between quotation marks. A shorter one is replaced
/// only where it is a word of its own, so that the password <c>redis</c> does not hide every address. Secrets of fewer than four characters are left alone.
/// If a text was cut (<see cref="ShortText"/>), the beginning of a secret right before the cut is replaced as well.
/// </summary>
internal sealed class SecretMask
{
    private const string Mask = "***";
    private const int ShortestSecret = 4;
    private const int ShortestAnywhere = 8;

    /// <summary>The most characters of a secret that may remain visible before a cut.</summary>
    private const int LongestGlimpse = 2;

    private readonly string[] _spellings;
    private readonly SearchValues<string> _search;

    private SecretMask(string[] spellings)
    {
        _spellings = spellings;
        _search = SearchValues.Create(spellings, StringComparison.Ordinal);
    }

    /// <summary>A mask that replaces nothing.</summary>
    public static SecretMask None { get; } = new([]);

    /// <summary>Creates a mask for these secrets, except those that are null or too short.</summary>
    public static SecretMask Of(IEnumerable<string?> secrets)
    {
        // The longest first: if one secret begins with another, the whole of it is replaced.
        string[] spellings =
        [
            .. secrets
                .OfType<string>()
                .Where(static secret => secret.Length >= ShortestSecret)
                .Distinct(StringComparer.Ordinal)
                .SelectMany(Spellings)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(static spelling => spelling.Length),
        ];
        return spellings.Length == 0 ? None : new SecretMask(spellings);
    }

    /// <summary>Returns the failure with secrets masked in its message; the same instance if there were none.</summary>
    public Failure Apply(Failure failure)
    {
        string message = Apply(failure.Message);
        return ReferenceEquals(message, failure.Message) ? failure : failure with { Message = message };
    }

    /// <summary>Returns the text with secrets masked; the same instance if there were none.</summary>
    public string Apply(string text) => WithoutBeginnings(WithoutWhole(text));

    private string WithoutWhole(string text)
    {
        int found = text.AsSpan().IndexOfAny(_search);
        if (found < 0)
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        int shown = 0;
        while (found >= 0)
        {
            int length = LengthAt(text, found);
            if (length > 0)
            {
                masked.Append(text, shown, found - shown).Append(Mask);
                shown = found + length;
            }

            int from = found + Math.Max(length, 1);
            int next = text.AsSpan(from).IndexOfAny(_search);
            found = next < 0 ? -1 : from + next;
        }

        return shown == 0 ? text : masked.Append(text, shown, text.Length - shown).ToString();
    }

    /// <summary>Masks the beginning of a secret if the text was cut in the middle of it.</summary>
    private string WithoutBeginnings(string text)
    {
        for (int cut = _spellings.Length == 0 ? -1 : text.IndexOf(ShortText.Mark, StringComparison.Ordinal); cut >= 0; cut = text.IndexOf(ShortText.Mark, cut + 1))
        {
            if (_spellings.Max(spelling => BeginningBefore(text, cut, spelling)) is var length and > LongestGlimpse)
            {
                text = string.Concat(text.AsSpan(0, cut - length), Mask, text.AsSpan(cut));
                cut += Mask.Length - length;
            }
        }

        return text;
    }

    /// <summary>Returns how many characters right before <paramref name="end"/> are the beginning of the secret.</summary>
    private static int BeginningBefore(string text, int end, string secret)
    {
        for (int length = Math.Min(end, secret.Length - 1); length > LongestGlimpse; length--)
        {
            if (string.CompareOrdinal(text, end - length, secret, 0, length) == 0)
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>Returns the length of the secret that begins at <paramref name="start"/>; 0 if it is to stay, as part of a longer word.</summary>
    private int LengthAt(string text, int start)
    {
        foreach (string spelling in _spellings)
        {
            if (string.CompareOrdinal(text, start, spelling, 0, spelling.Length) == 0
                && (spelling.Length >= ShortestAnywhere || IsWord(text, start, start + spelling.Length)))
            {
                return spelling.Length;
            }
        }

        return 0;
    }

    private static bool IsWord(string text, int start, int end) =>
        (start == 0 || !IsOfWord(text[start - 1])) && (end == text.Length || !IsOfWord(text[end]));

    /// <summary>Whether the character can be part of a word. Names of hosts, files, scripts and error codes count as words.</summary>
    private static bool IsOfWord(char character) => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' or '/' or ':';

    private static IEnumerable<string> Spellings(string secret)
    {
        string encoded = Uri.EscapeDataString(secret);
        return [secret, encoded, LowerHex(encoded), Quoted(secret)];
    }

    /// <summary>Returns the secret escaped as JSON, YAML, Lua and most programs do between quotation marks.</summary>
    private static string Quoted(string secret) => secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>Changes <c>%2F</c> to <c>%2f</c>, which is equally valid.</summary>
    private static string LowerHex(string encoded)
    {
        char[] characters = encoded.ToCharArray();
        for (int i = 0; i + 2 < characters.Length; i++)
        {
            if (characters[i] == '%')
            {
                characters[i + 1] = char.ToLowerInvariant(characters[i + 1]);
                characters[i + 2] = char.ToLowerInvariant(characters[i + 2]);
            }
        }

        return new string(characters);
    }
}
