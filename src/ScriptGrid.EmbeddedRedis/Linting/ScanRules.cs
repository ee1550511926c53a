using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks for loops of SCAN and similar commands that continue until the cursor is 0 again, regardless of how much there is.</summary>
internal static class ScanRules
{
    /// <summary>The commands that go through something piece by piece, what they go through, and the command that returns its size.</summary>
    private static readonly (string Command, string All, string? Size)[] Kinds =
    [
        ("scan", "all keys", null),
        ("sscan", "the whole set", "scard"),
        ("hscan", "the whole hash", "hlen"),
        ("zscan", "the whole sorted set", "zcard"),
    ];

    /// <summary>Finds these loops. If a script asks for the size of a value, it is assumed to check the size first.</summary>
    internal static IEnumerable<Finding> Check(ScriptFacts facts) =>
        from kind in Kinds
        where kind.Size is null || !WholeValueRules.Asks(kind.Size, facts)
        let scans = CallsOf(kind.Command, facts)
        where scans.Count > 0
        from loop in Loop.In(facts)
        where Scans(loop.Body, scans, facts) && !IsBounded(loop, facts)
        select new Finding(
            loop.Line,
            FindingCode.UnboundedScan,
            $"the loop of {kind.Command.ToUpperInvariant()} reads {kind.All} in one run; count what it reads, and stop at a bound as well");

    private static HashSet<object?> CallsOf(string command, ScriptFacts facts) => facts.Calls
        .Where(call => CommandFinder.Uses(call, facts).Any(use => use.Name == command))
        .Select(call => (object?)call.Node)
        .ToHashSet(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a loop makes such a call, directly or through a local function.</summary>
    private static bool Scans(Block body, HashSet<object?> scans, ScriptFacts facts) =>
        OwnNodes(body).Any(node =>
            scans.Contains(node)
            || (node is CallExpression call
                && facts.Resolve(call.Target) is FunctionExpression function
                && SyntaxNodes.Within(function.Body, intoFunctions: false).Any(scans.Contains)));

    /// <summary>Returns the nodes of a loop, without those of while and repeat loops inside it, which are checked separately.</summary>
    private static IEnumerable<Node> OwnNodes(Block body)
    {
        var inner = SyntaxNodes.Within(body, intoFunctions: false)
            .Where(node => node is WhileStatement or RepeatStatement)
            .SelectMany(node => SyntaxNodes.Within(node))
            .ToHashSet<object>(ReferenceEqualityComparer.Instance);
        return SyntaxNodes.Within(body, intoFunctions: false).Where(node => !inner.Contains(node));
    }

    private static bool IsBounded(Loop loop, ScriptFacts facts)
    {
        var exits = new LoopExits(loop.Body, facts);
        return Bounds(loop.Condition, loop.EndsOn, exits, facts, new Effort())
            || exits.Exits.Exists(guards => guards.All(guard => Bounds(guard.Condition, guard.Holds, exits, facts, new Effort())));
    }

    /// <summary>Whether a condition that ends the loop when it has this value can get the value for another reason than the cursor.</summary>
    private static bool Bounds(Expression condition, bool value, LoopExits exits, ScriptFacts facts, Effort effort) =>
        effort.Step(true, () => BoundsNow(SyntaxNodes.WithoutParentheses(condition), value, exits, facts, effort));

    private static bool BoundsNow(Expression condition, bool value, LoopExits exits, ScriptFacts facts, Effort effort)
    {
        switch (condition)
        {
            case UnaryExpression { Operator: UnaryOperator.Not } not:
                return Bounds(not.Operand, !value, exits, facts, effort);
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } both:
                bool isAnyEnough = value == (both.Operator == BinaryOperator.Or);
                bool left = Bounds(both.Left, value, exits, facts, effort);
                bool right = Bounds(both.Right, value, exits, facts, effort);
                return isAnyEnough ? left || right : left && right;
            case BinaryExpression { Operator: BinaryOperator.Equal } when value:
            case BinaryExpression { Operator: BinaryOperator.NotEqual } when !value:
                return !ComparesWithZero((BinaryExpression)condition, facts);
            case NameExpression { Variable: { } variable } when IsFlagOfCursor(variable, value, exits, facts, effort):
                return false;
            default:
                return Constants.Truth(condition, facts) != !value;
        }
    }

    private static bool ComparesWithZero(BinaryExpression comparison, ScriptFacts facts) =>
        Constants.Number(comparison.Left, facts) == 0 || Constants.Number(comparison.Right, facts) == 0;

    /// <summary>Whether a variable gets this value only when the cursor is at its end, like <c>done</c> in many scripts.</summary>
    private static bool IsFlagOfCursor(LocalVariable variable, bool value, LoopExits exits, ScriptFacts facts, Effort effort)
    {
        var assignments = exits.Assignments.FindAll(assignment => assignment.Variable == variable);
        return assignments.Count > 0 && assignments.TrueForAll(assignment => assignment.Value switch
        {
            null => false,
            BooleanExpression constant when constant.Value != value => true,
            BooleanExpression => !assignment.Guards.All(guard => Bounds(guard.Condition, guard.Holds, exits, facts, effort)),
            var expression => SyntaxNodes.WithoutParentheses(expression) is BinaryExpression or UnaryExpression
                && !Bounds(expression, value, exits, facts, effort),
        });
    }
}
