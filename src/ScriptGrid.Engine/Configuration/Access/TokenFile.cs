using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>A file of bearer tokens, one per line. Several are allowed so that a new token can be issued before the old one is removed.</summary>
internal static partial class TokenFile
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxTokens = 100;
    private const int MinLength = 16;

    /// <summary>Reads the tokens; empty, with the error reported, if the file cannot be used.</summary>
    public static ImmutableArray<string> Read(TextNode file, FollowedFiles files, Problems problems)
    {
        string path = Section.FilePath(file);
        if (files.Read(path, MaxBytes, out string unreadable) is not { } bytes)
        {
            problems.Error(WebAccessSettings.TokenFileKey, file.Place, ShownName.File(file, path, unreadable));
            return [];
        }

        ImmutableArray<string> tokens = [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (Problem(tokens) is { } problem)
        {
            problems.Error(WebAccessSettings.TokenFileKey, file.Place, $"{path}: {problem}");
            return [];
        }

        return tokens;
    }

    private static string? Problem(ImmutableArray<string> tokens) => tokens switch
    {
        [] => "it contains no token",
        { Length: > MaxTokens } => $"it contains more than {MaxTokens} tokens",
        _ when tokens.FirstOrDefault(static token => token.Length < MinLength) is not null => $"a token must have at least {MinLength} characters",
        _ when tokens.FirstOrDefault(static token => !Form().IsMatch(token)) is not null => "a token may have only letters, digits and -._~+/, and = at its end (RFC 6750)",
        _ => null,
    };

    [GeneratedRegex(@"^[A-Za-z0-9._~+/-]+=*\z")]
    private static partial Regex Form();
}
