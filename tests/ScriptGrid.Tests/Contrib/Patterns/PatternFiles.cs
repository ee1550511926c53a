namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>The files of contrib/patterns, and the page that describes them.</summary>
internal static class PatternFiles
{
    /// <summary>Their names, without the extension, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "contrib", "patterns"), "*.lua")
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>docs/patterns.md.</summary>
    public static string Documentation { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "patterns.md"));
}
