namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>Where some of a command's keys are and what the command does to them, in the terms of COMMAND INFO.</summary>
/// <param name="Flags">For example <c>RO</c>, <c>access</c>, <c>update</c>, <c>not_key</c>.</param>
/// <param name="Begin">How to find the first key: <c>index 1</c>, <c>keyword STREAMS 1</c> or <c>unknown</c>.</param>
/// <param name="Find">How to find the other keys: <c>range last step limit</c>, <c>keynum index first step</c> or <c>unknown</c>.</param>
/// <param name="Note">A remark about these keys; null if there is none.</param>
internal sealed record KeySpecification(IReadOnlyList<string> Flags, IReadOnlyList<string> Begin, IReadOnlyList<string> Find, string? Note)
{
    /// <summary>Whether the command reads the values of the keys.</summary>
    internal bool Reads { get; } = Flags.Contains("access");

    /// <summary>Whether the command changes or removes the values of the keys.</summary>
    internal bool Writes { get; } = Flags.Any(static flag => flag is "update" or "insert" or "delete");

    /// <summary>Whether these words are not keys, although clients hash them to slots like keys.</summary>
    internal bool IsNoKey { get; } = Flags.Contains("not_key");

    /// <summary>Parses <c>RO,access : index 1 : range 0 1 0</c>, with an optional note at the end.</summary>
    internal static KeySpecification Parse(string text)
    {
        string[] parts = text.Split(':', StringSplitOptions.TrimEntries);
        return new KeySpecification(parts[0].Split(','), parts[1].Split(' '), parts[2].Split(' '), parts.ElementAtOrDefault(3));
    }
}

/// <summary>A key among the words of a command.</summary>
internal readonly record struct KeyUse(int Position, bool Reads, bool Writes, IReadOnlyList<string> Flags);
