using System.Buffers;
using System.Text;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// Replaces configured secrets by <c>***</c> in messages that are about to leave the process: a server, a library or a file may have put one
/// there. A password of eight characters or more is replaced wherever it stands, as it is, percent-encoded and as quotation marks have it; a shorter one
/// only where it stands as a word of its own, so that the password <c>redis</c> does not blacken every address; one of fewer than four is left alone. Of a
/// text that was cut (<see cref="ShortText"/>) the beginning of a secret goes too.
/// </summary>
internal sealed class SecretMask
{
    private const string Mask = "***";
    private const int ShortestSecret = 4;
    private const int ShortestAnywhere = 8;

    /// <summary>Where a text was cut, so many characters of a secret may stand.</summary>
    private const int LongestGlimpse = 2;

    private readonly string[] _spellings;
    private readonly SearchValues<string> _search;

    private SecretMask(string[] spellings)
    {
        _spellings = spellings;
        _search = SearchValues.Create(spellings, StringComparison.Ordinal);
    }

    /// <summary>Replaces nothing.</summary>
    public static SecretMask None { get; } = new([]);

    /// <summary>Replaces these secrets; null and what is too short are left out.</summary>
    public static SecretMask Of(IEnumerable<string?> secrets)
    {
        // The longest first: where one secret begins another, the whole is replaced.
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

    /// <summary>The failure, with a message that holds no secret; the same instance where there was none.</summary>
    public Failure Apply(Failure failure)
    {
        string message = Apply(failure.Message);
        return ReferenceEquals(message, failure.Message) ? failure : failure with { Message = message };
    }

    /// <summary>The text without secrets; the same instance where there was none.</summary>
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

    /// <summary>Replaces what a secret begins with where the text was cut in its midst.</summary>
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

    /// <summary>How many characters before <paramref name="end"/> are the beginning of a secret.</summary>
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

    /// <summary>The length of the secret that begins here; 0 where it is part of a longer word.</summary>
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

    /// <summary>Names of hosts, files, scripts and error codes are words.</summary>
    private static bool IsOfWord(char character) => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' or '/' or ':';

    private static IEnumerable<string> Spellings(string secret)
    {
        string encoded = Uri.EscapeDataString(secret);
        return [secret, encoded, LowerHex(encoded), Quoted(secret)];
    }

    /// <summary>As JSON, YAML, Lua and most programs write it between quotation marks.</summary>
    private static string Quoted(string secret) => secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary><c>%2F</c> as <c>%2f</c>, which is as good.</summary>
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
