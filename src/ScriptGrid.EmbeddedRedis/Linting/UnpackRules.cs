using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks for calls of unpack that may return more values than fit on Lua's stack.</summary>
internal static class UnpackRules
{
    /// <summary>LUAI_MAXCSTACK of Lua 5.1: the values and the arguments of unpack that fit, together.</summary>
    private const int StackSlots = 8000;

    internal static IEnumerable<Finding> Check(ScriptFacts facts) =>
        from call in facts.Nodes.OfType<CallExpression>()
        where facts.LibraryFunction(call.Target) == "unpack" && Count(call, facts) + call.Arguments.Count > StackSlots
        select new Finding(
            call.Line,
            FindingCode.LargeUnpack,
            $"with these arguments, unpack returns at most {StackSlots - call.Arguments.Count} values and fails with more ('too many results to unpack'); unpack them in portions");

    /// <summary>Returns how many values there are or may be; null if the text does not tell.</summary>
    private static double? Count(CallExpression call, ScriptFacts facts) => call.Arguments switch
    {
        [_, var from, var to] => Constants.Number(to, facts) - Constants.Number(from, facts) + 1,
        [var list] when facts.Resolve(list) is CallExpression read && RedisCall.From(read, facts) is { } command =>
            CommandFinder.Uses(command, facts).Max(use => CountOf(use, facts)),
        [NameExpression { Variable: { } variable }] when facts.DefinitionsOf(variable).Count == 1 => facts.Nodes.OfType<NumericForStatement>()
            .Where(loop => Fills(loop, variable, facts) && !SyntaxNodes.Within(loop.Body).Contains(call))
            .Max(loop => LongLoopRules.Turns(loop, facts)),
        _ => null,
    };

    /// <summary>Whether each turn of a loop adds an element to a table.</summary>
    private static bool Fills(NumericForStatement loop, LocalVariable table, ScriptFacts facts) =>
        LoopRules.HasNoWayOut(loop.Body, facts) && loop.Body.Statements.Any(statement => statement switch
        {
            AssignmentStatement { Targets: [IndexExpression { Target: NameExpression name } target] } =>
                name.Variable == table && Constants.Number(target.Key, facts) is null && Constants.Text(target.Key, facts) is null,
            CallStatement { Call: CallExpression { Arguments: [NameExpression name, _] } insert } =>
                name.Variable == table && facts.LibraryFunction(insert.Target) == "table.insert",
            _ => false,
        });

    /// <summary>Returns how many elements a command may return, if its arguments say how many.</summary>
    private static double? CountOf(CommandUse use, ScriptFacts facts) => use.Name switch
    {
        "lrange" or "zrange" or "zrevrange" when use.Number(2, facts) is >= 0 and { } from && use.Number(3, facts) is >= 0 and { } to => to - from + 1,
        "lpop" or "rpop" or "spop" or "srandmember" or "zpopmin" or "zpopmax" or "hrandfield" or "zrandmember" => Math.Abs(use.Number(2, facts) ?? 0),
        _ => null,
    };
}
