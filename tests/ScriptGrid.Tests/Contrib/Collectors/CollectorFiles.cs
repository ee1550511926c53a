using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.Contrib.Collectors;

/// <summary>The shipped collectors as they lie in contrib, and what their headers declare.</summary>
internal static partial class CollectorFiles
{
    /// <summary>Their names.</summary>
    public static string[] Names { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "contrib", "collectors"), "*.lua")
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of one.</summary>
    public static Task<string> ReadAsync(string name) => ContribServer.ReadAsync(Path.Combine("collectors", $"{name}.lua"));

    /// <summary>What all of them declare, <c>type name label,label</c> with labels in the order of rows.</summary>
    public static async Task<string[]> DeclarationsAsync()
    {
        string[] texts = await Task.WhenAll(Names.Select(ReadAsync));
        return [.. texts.SelectMany(DeclarationsOf)];
    }

    /// <summary>What one declares.</summary>
    public static IEnumerable<string> DeclarationsOf(string text) =>
        Declaration().Matches(text).Select(static match => $"{match.Groups[1].Value} {match.Groups[2].Value} {match.Groups[3].Value}".TrimEnd());

    [GeneratedRegex(@"^-- scriptgrid: (\w+) (\w+)(?:\{(.*?)\})? \S", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
