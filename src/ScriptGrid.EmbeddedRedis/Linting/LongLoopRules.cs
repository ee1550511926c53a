using System.Globalization;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks for loops that count to a huge constant and cannot end earlier.</summary>
internal static class LongLoopRules
{
    /// <summary>With this many turns, the server is blocked for a second or more if each turn runs a command.</summary>
    private const double ManyTurns = 1_000_000;

    internal static IEnumerable<Finding> Check(ScriptFacts facts) =>
        from loop in Counted(facts)
        where loop.Turns >= ManyTurns && LoopRules.HasNoWayOut(loop.Body, facts)
        select new Finding(
            loop.Line,
            FindingCode.LongLoop,
            string.Create(CultureInfo.InvariantCulture, $"the loop takes {loop.Turns:0} turns in one run, and every client waits meanwhile; end it at a bound"));

    /// <summary>Returns how many turns a loop takes; null if that is unknown or the loop never ends.</summary>
    internal static double? Turns(NumericForStatement loop, ScriptFacts facts) => Turns(
        Constants.Number(loop.Start, facts), Constants.Number(loop.Limit, facts), loop.Step is null ? 1 : Constants.Number(loop.Step, facts));

    private static IEnumerable<(int Line, double? Turns, Block Body)> Counted(ScriptFacts facts) =>
        facts.Nodes.OfType<NumericForStatement>().Select(loop => (loop.Variable.Line, Turns(loop, facts), loop.Body))
            .Concat(Loop.In(facts).Select(loop => (loop.Line, Turns(loop, facts), loop.Body)));

    /// <summary>Returns the turns of a loop like <c>while i &lt; 1000 do … i = i + 1 end</c>; null if they are unknown.</summary>
    private static double? Turns(Loop loop, ScriptFacts facts)
    {
        if (Limit(loop, facts) is not ({ IsCaptured: false } variable, { } limit)
            || new LoopExits(loop.Body, facts).Assignments.FindAll(assignment => assignment.Variable == variable) is not [{ Value: { } next, Guards: [] }]
            || next is not BinaryExpression { Operator: BinaryOperator.Add, Left: NameExpression counter } sum
            || counter.Variable != variable)
        {
            return null;
        }

        double?[] starts =
            [.. facts.DefinitionsOf(variable).Where(definition => definition.Value != next).Select(definition => (definition.Value as NumberExpression)?.Value)];
        return starts.Length > 0 && Array.TrueForAll(starts, start => start is not null) ? Turns(starts.Max(), limit, Constants.Number(sum.Right, facts)) : null;
    }

    /// <summary>Returns the variable that a loop's condition compares with an upper limit, and that limit.</summary>
    private static (LocalVariable? Variable, double? Limit) Limit(Loop loop, ScriptFacts facts) => (loop.EndsOn, SyntaxNodes.WithoutParentheses(loop.Condition)) switch
    {
        (false, BinaryExpression { Operator: BinaryOperator.Less or BinaryOperator.LessOrEqual, Left: NameExpression name } below) =>
            (name.Variable, Constants.Number(below.Right, facts)),
        (true, BinaryExpression { Operator: BinaryOperator.Greater or BinaryOperator.GreaterOrEqual, Left: NameExpression name } above) =>
            (name.Variable, Constants.Number(above.Right, facts)),
        _ => default,
    };

    private static double? Turns(double? start, double? limit, double? step) =>
        (limit - start) / step is { } turns && double.IsFinite(turns) ? Math.Floor(turns) + 1 : null;
}
