using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>
/// Analyses a script without running it, and reports what would fail, what would burden a server and what would get lost. It prefers a missed problem to a
/// false alarm: what the text does not show is assumed to be correct.
/// </summary>
internal static class ScriptLinter
{
    /// <summary>Returns the findings about a script, from top to bottom.</summary>
    internal static IReadOnlyList<Finding> Lint(ReadOnlyMemory<byte> source, LintOptions options)
    {
        var header = ScriptHeader.Check(source, options.MayWrite).ToList();
        var body = ScriptHeader.Skip(source);
        try
        {
            var facts = new ScriptFacts(LuaParser.Parse(body, "user_script"));
            var suppressions = new Suppressions(body);
            return [.. header.Concat(Check(facts, source, options)).Where(finding => !suppressions.Allows(finding)).Concat(suppressions.Findings).Distinct().OrderBy(finding => finding.Line)];
        }
        catch (LuaSyntaxException problem)
        {
            return [.. header, new Finding(problem.Line, FindingCode.Syntax, OneLine(problem.Problem))];
        }
    }

    private static IEnumerable<Finding> Check(ScriptFacts facts, ReadOnlyMemory<byte> source, LintOptions options) =>
    [
        .. GlobalRules.Check(facts),
        .. MethodRules.Check(facts),
        .. ReadOnlyTableRules.Check(facts),
        .. CommandRules.Check(facts, options),
        .. WholeValueRules.Check(facts),
        .. ArgumentRules.Check(facts),
        .. PairRules.Check(facts),
        .. UnpackRules.Check(facts),
        .. options.ForCluster || options.Server is { IsCluster: true } ? KeyRules.Check(facts) : [],
        .. LoopRules.Check(facts),
        .. LongLoopRules.Check(facts),
        .. ScanRules.Check(facts),
        .. ReturnRules.Check(facts, options),
        .. ServerRules.Check(facts, source, options),
        .. RowRules.Check(facts, options.Rows),
    ];

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
