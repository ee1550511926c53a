using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Parses the lists of keys and patterns in flags of redis_exporter. A null result comes with a problem.</summary>
internal static partial class RedisExporterLists
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Parses a list of keys, for example <c>db0=mail:*,session%3A1</c>. Each key of the result starts with its database: <c>db0=mail:*</c>,
    /// <c>db0=session:1</c>.
    /// </summary>
    public static ImmutableArray<string>? Keys(string text, out string problem)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        foreach (string item in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = item.Split('=');
            string database = parts.Length == 2 ? parts[0].Replace("db", "", StringComparison.Ordinal).Trim() : "0";
            string? key = Unescape(parts[^1].Trim());
            if (Problem(item, parts.Length, database, key) is { } found)
            {
                problem = found;
                return null;
            }

            if (database.Length > 0 && key is { Length: > 0 })
            {
                keys.Add($"db{database}={key}");
            }
        }

        problem = "";
        return keys.ToImmutable();
    }

    /// <summary>Parses a list of patterns, written as one line of CSV.</summary>
    public static ImmutableArray<string>? Patterns(string text, out string problem)
    {
        var patterns = ImmutableArray.CreateBuilder<string>();
        for (int position = 0; position < text.Length;)
        {
            Match field = Field().Match(text, position);
            if (!field.Success)
            {
                problem = $"\"{text[position..]}\" is not a list; put a pattern that contains a comma or a quotation mark in quotation marks, and double those in it";
                return null;
            }

            string pattern = (field.Groups["quoted"] is { Success: true } quoted ? quoted.Value.Replace("\"\"", "\"", StringComparison.Ordinal) : field.Groups["plain"].Value).Trim();
            patterns.AddRange(pattern.Length > 0 ? [pattern] : Array.Empty<string>());
            position += field.Length;
        }

        problem = "";
        return patterns.ToImmutable();
    }

    private static string? Problem(string item, int parts, string database, string? key) => (parts, key) switch
    {
        ( > 2, _) => $"\"{item}\" has several equals signs; write %3D for one of a key",
        (_, null) => $"\"{item}\" is not escaped as a URL is; write %25 for a percent sign",
        _ when database.Length > 0 && !Number().IsMatch(database) => $"\"{item}\" names no database; write db0=key",
        _ => null,
    };

    private static string? Unescape(string text)
    {
        if (BadEscape().IsMatch(text))
        {
            return null;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            return Strict.GetString(WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length)!);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\G(?:""(?<quoted>(?:[^""]|"""")*)""|(?<plain>[^"",]*))(?:,|\z)", RegexOptions.ExplicitCapture)]
    private static partial Regex Field();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex BadEscape();

    [GeneratedRegex(@"^[0-9]{1,9}\z")]
    private static partial Regex Number();
}
