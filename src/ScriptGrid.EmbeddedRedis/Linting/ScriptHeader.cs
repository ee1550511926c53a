using System.Text;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Reads the <c>#!lua …</c> line of a script as Redis 7 does.</summary>
internal static class ScriptHeader
{
    private static readonly string[] KnownFlags = ["no-writes", "allow-oom", "allow-stale", "no-cluster", "allow-cross-slot-keys"];

    /// <summary>Returns the script without this line but with its line feed, as Redis passes it to Lua.</summary>
    internal static ReadOnlyMemory<byte> Skip(ReadOnlyMemory<byte> source)
    {
        if (!source.Span.StartsWith("#!"u8))
        {
            return source;
        }

        int end = source.Span.IndexOf((byte)'\n');
        return end < 0 ? default : source[end..];
    }

    internal static IEnumerable<Finding> Check(ReadOnlyMemory<byte> source, bool mayWrite)
    {
        if (!source.Span.StartsWith("#!"u8))
        {
            return [];
        }

        int end = source.Span.IndexOf((byte)'\n');
        if (end < 0)
        {
            return [Invalid("Invalid script shebang")];
        }

        string[] words = Encoding.Latin1.GetString(source.Span[..end])
            .Split([' ', '\t', '\r', '\v', '\f'], StringSplitOptions.RemoveEmptyEntries);
        return Check(words, mayWrite);
    }

    private static IEnumerable<Finding> Check(string[] words, bool mayWrite)
    {
        if (words[0] != "#!lua")
        {
            return [Invalid($"Unexpected engine in script shebang: {words[0]}")];
        }

        var flags = new List<string>();
        foreach (string option in words[1..])
        {
            if (!option.StartsWith("flags=", StringComparison.Ordinal))
            {
                return [Invalid($"Unknown lua shebang option: {option}")];
            }

            flags.AddRange(option["flags=".Length..].Split(','));
        }

        if (flags.Find(flag => !KnownFlags.Contains(flag) && flag.Length > 0) is { } unknown)
        {
            return [Invalid($"Unexpected flag in script shebang: {unknown}")];
        }

        return mayWrite || flags.Contains("no-writes") ? [] : [WithoutNoWrites()];
    }

    private static Finding Invalid(string message) => new(1, FindingCode.ShebangInvalid, message);

    private static Finding WithoutNoWrites() => new(
        1,
        FindingCode.ShebangWithoutNoWrites,
        "EVAL_RO refuses a script with a #!lua line but without the flag no-writes, even if it writes nothing; write #!lua flags=no-writes, or leave the line out");
}
