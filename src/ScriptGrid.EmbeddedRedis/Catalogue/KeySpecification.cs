namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>Where some of a command's keys are and what it does to them, in the words of COMMAND INFO.</summary>
/// <param name="Flags">For example <c>RO</c>, <c>access</c>, <c>update</c>, <c>not_key</c>.</param>
/// <param name="Begin">How the first key is found: <c>index 1</c>, <c>keyword STREAMS 1</c> or <c>unknown</c>.</param>
/// <param name="Find">How the others follow: <c>range last step limit</c>, <c>keynum index first step</c> or <c>unknown</c>.</param>
/// <param name="Note">What else is said of them; null for nothing.</param>
internal sealed record KeySpecification(IReadOnlyList<string> Flags, IReadOnlyList<string> Begin, IReadOnlyList<string> Find, string? Note)
{
    /// <summary>Whether the command looks at what is stored under the keys.</summary>
    internal bool Reads { get; } = Flags.Contains("access");

    /// <summary>Whether it changes or removes what is stored under them.</summary>
    internal bool Writes { get; } = Flags.Any(static flag => flag is "update" or "insert" or "delete");

    /// <summary>Whether the words are no keys, but are hashed to slots like keys.</summary>
    internal bool IsNoKey { get; } = Flags.Contains("not_key");

    /// <summary>Reads <c>RO,access : index 1 : range 0 1 0</c>, with a note behind it where there is one.</summary>
    internal static KeySpecification Parse(string text)
    {
        string[] parts = text.Split(':', StringSplitOptions.TrimEntries);
        return new KeySpecification(parts[0].Split(','), parts[1].Split(' '), parts[2].Split(' '), parts.ElementAtOrDefault(3));
    }
}

/// <summary>A key among the words of a command.</summary>
internal readonly record struct KeyUse(int Position, bool Reads, bool Writes, IReadOnlyList<string> Flags);
