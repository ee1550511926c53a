using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks the <c>#!lua …</c> line of a script.</summary>
internal static class ScriptHeader
{
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
        if (Shebang.ReadScript(source.Span, out var flags, out _) is { } problem)
        {
            return [new Finding(1, FindingCode.ShebangInvalid, problem.ReplaceLineEndings(" "))];
        }

        return mayWrite || (flags & (ScriptFlags.Undeclared | ScriptFlags.NoWrites)) != 0 ? [] : [WithoutNoWrites()];
    }

    private static Finding WithoutNoWrites() => new(
        1,
        FindingCode.ShebangWithoutNoWrites,
        "EVAL_RO refuses a script with a #!lua line but without the flag no-writes, even if it writes nothing; write #!lua flags=no-writes, or leave the line out");
}
