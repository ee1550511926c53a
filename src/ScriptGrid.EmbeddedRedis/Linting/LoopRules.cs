using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks for loops that never end.</summary>
internal static class LoopRules
{
    internal static IEnumerable<Finding> Check(ScriptFacts facts)
    {
        foreach (var loop in Loop.In(facts))
        {
            bool? truth = Constants.Truth(loop.Condition, facts);
            bool isConstant = truth == !loop.EndsOn;
            if ((isConstant || (truth is null && IsUnchanging(loop, facts))) && HasNoWayOut(loop.Body, facts))
            {
                string why = isConstant ? "its condition is constant, and there is no break, return or error" : "nothing in it changes its condition";
                yield return new Finding(loop.Line, FindingCode.EndlessLoop, $"the loop never ends: {why}");
            }
        }

        foreach (var loop in facts.Nodes.OfType<NumericForStatement>())
        {
            bool isInfinite = facts.LibraryFunction(loop.Limit) == "math.huge"
                || facts.Resolve(loop.Limit) is BinaryExpression { Operator: BinaryOperator.Divide, Right: NumberExpression { Value: 0 } };
            if (isInfinite && HasNoWayOut(loop.Body, facts))
            {
                yield return new Finding(loop.Variable.Line, FindingCode.EndlessLoop, "the loop never ends: it counts to infinity, and there is no break, return or error");
            }
        }
    }

    /// <summary>Whether nothing can end a loop's body early: no break, return or error, and no call of an unknown function.</summary>
    internal static bool HasNoWayOut(Block body, ScriptFacts facts) =>
        new LoopExits(body, facts).Exits.Count == 0
        && !SyntaxNodes.Within(body, intoFunctions: false).Any(node => MayRaise(node, facts, new HashSet<FunctionBody>(ReferenceEqualityComparer.Instance)));

    /// <summary>
    /// Whether a node is a call that may end the loop with an error: of error itself, of a function that calls it, or of an unknown function.
    /// </summary>
    private static bool MayRaise(Node node, ScriptFacts facts, HashSet<FunctionBody> known)
    {
        switch (node)
        {
            case CallExpression call when facts.Resolve(call.Target) is FunctionExpression function:
                return known.Add(function.Body)
                    && SyntaxNodes.Within(function.Body, intoFunctions: false).Any(inner => MayRaise(inner, facts, known));
            case CallExpression call:
                return facts.LibraryFunction(call.Target) is null or "error" or "assert" or "coroutine.yield" or "pcall" or "xpcall";
            case MethodCallExpression call:
                return facts.Resolve(call.Target) is not (StringExpression or CallExpression or NameExpression or IndexExpression);
            default:
                return false;
        }
    }

    /// <summary>Whether a condition depends only on variables that the loop does not assign.</summary>
    private static bool IsUnchanging(Loop loop, ScriptFacts facts)
    {
        var parts = SyntaxNodes.Within(loop.Condition).ToList();
        if (!parts.TrueForAll(IsSimple))
        {
            return false;
        }

        var asked = parts.OfType<NameExpression>().Select(name => name.Variable!).ToHashSet();
        var declared = SyntaxNodes.Within(loop.Body).OfType<LocalStatement>().SelectMany(local => local.Variables);
        return asked.Count > 0
            && !asked.Overlaps(declared)
            && !asked.Overlaps(new LoopExits(loop.Body, facts).Assignments.Select(assignment => assignment.Variable));
    }

    private static bool IsSimple(Node node) => node switch
    {
        NameExpression name => name.Variable is { IsCaptured: false },
        UnaryExpression unary => unary.Operator != UnaryOperator.Length,
        NilExpression or BooleanExpression or NumberExpression or StringExpression or BinaryExpression or ParenthesizedExpression => true,
        _ => false,
    };
}
