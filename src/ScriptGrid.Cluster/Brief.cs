using System.Text.RegularExpressions;

namespace ScriptGrid.Cluster;

/// <summary>Shortens the messages of libraries for the log: Orleans' have stack traces, and those of the Redis client end with a list of its internals.</summary>
internal static partial class Brief
{
    private const int MaxLength = 300;

    /// <summary>Returns the first line of a message, without the figures at its end.</summary>
    public static string Of(string message)
    {
        string line = Wrapping().Replace(message.Trim().Split('\n', 2)[0].TrimEnd(), "");
        Match figures = Figures().Match(line);
        string said = figures.Success && figures.Index > 0 ? line[..figures.Index] : line;
        return said.Length <= MaxLength ? said : $"{said.AsSpan(0, MaxLength)}…";
    }

    /// <summary>Names of exception types, and words of Orleans about other parts of its message.</summary>
    [GeneratedRegex(@"Exception while sending message: |[\w.]+\.\w+Exception: |\. See InnerException|, will retry after [\d.]+ms", RegexOptions.CultureInvariant)]
    private static partial Regex Wrapping();

    /// <summary>Where two or more figures begin, such as ", command=HGETALL, timeout: 5000".</summary>
    [GeneratedRegex(@"[,;]\s*[\w-]+(?:=|: )[^,;]*(?:[,;]\s*[\w-]+(?:=|: )[^,;]*)+", RegexOptions.CultureInvariant)]
    private static partial Regex Figures();
}
