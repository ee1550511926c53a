using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>The role of an expression in what a script returns.</summary>
internal enum ReturnedAs
{
    /// <summary>A complete table: nothing is added to it later.</summary>
    Table,

    /// <summary>A table to which elements are added later.</summary>
    Beginning,

    /// <summary>A value that is added to a table.</summary>
    Element,

    /// <summary>Anything else.</summary>
    Value,
}

/// <summary>
/// Traces what a script returns back to the expressions that create it: through names, functions, <c>and</c>, <c>or</c>, and additions to tables.
/// </summary>
internal sealed class ReturnedValues
{
    private const int MaxDepth = 16;

    private readonly ScriptFacts _facts;
    private readonly ValueKinds _kinds;
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<(Expression, ReturnedAs)> _found = [];

    private ReturnedValues(ScriptFacts facts, ValueKinds kinds) => (_facts, _kinds) = (facts, kinds);

    internal static IReadOnlyList<(Expression Expression, ReturnedAs As)> Of(ScriptFacts facts, ValueKinds kinds)
    {
        var values = new ReturnedValues(facts, kinds);
        values.FollowFunction(facts.Script, 0);
        return values._found;
    }

    private void FollowFunction(FunctionBody function, int depth)
    {
        foreach (var result in SyntaxNodes.Within(function, intoFunctions: false).OfType<ReturnStatement>())
        {
            if (result.Values is [var first, ..])
            {
                Follow(first, depth);
            }
        }
    }

    private void Follow(Expression expression, int depth)
    {
        expression = SyntaxNodes.WithoutParentheses(expression);
        if (depth > MaxDepth || !_seen.Add(expression))
        {
            return;
        }

        switch (expression)
        {
            case TableExpression:
                _found.Add((expression, ReturnedAs.Table));
                break;
            case BinaryExpression { Operator: BinaryOperator.And } both:
                Follow(both.Right, depth + 1);
                break;
            case BinaryExpression { Operator: BinaryOperator.Or } either:
                Follow(either.Left, depth + 1);
                Follow(either.Right, depth + 1);
                break;
            case CallExpression call when _facts.Resolve(call.Target) is FunctionExpression function:
                FollowFunction(function.Body, depth + 1);
                break;
            case NameExpression { Variable: { } variable } when IsTable(variable):
                FollowTable(variable, depth);
                break;
            default:
                _found.Add((expression, ReturnedAs.Value));
                break;
        }
    }

    private bool IsTable(LocalVariable variable) => _facts.DefinitionsOf(variable).Any(definition => definition.Value is TableExpression);

    /// <summary>Follows a table in a variable: its constructors, and what is added to it anywhere in the script.</summary>
    private void FollowTable(LocalVariable variable, int depth)
    {
        if (!_seen.Add(variable))
        {
            return;
        }

        var added = Added(variable).ToList();
        foreach (var table in _facts.DefinitionsOf(variable).Select(definition => definition.Value).OfType<TableExpression>())
        {
            if (added.Count == 0)
            {
                Follow(table, depth + 1);
            }
            else
            {
                _found.Add((table, ReturnedAs.Beginning));
            }
        }

        _found.AddRange(added.Select(value => (value, ReturnedAs.Element)));
    }

    /// <summary>Returns the values that statements add to a table at positions.</summary>
    private IEnumerable<Expression> Added(LocalVariable variable)
    {
        foreach (var node in _facts.Nodes)
        {
            if (node is CallExpression { Arguments: [NameExpression list, .., var last] and { Count: 2 or 3 } } call
                && list.Variable == variable
                && _facts.LibraryFunction(call.Target) == "table.insert")
            {
                yield return last;
            }

            if (node is AssignmentStatement assignment)
            {
                for (int index = 0; index < Math.Min(assignment.Targets.Count, assignment.Values.Count); index++)
                {
                    if (assignment.Targets[index] is IndexExpression { Target: NameExpression table } target
                        && table.Variable == variable
                        && ValueKinds.IsNumber(_kinds.Of(target.Key)))
                    {
                        yield return assignment.Values[index];
                    }
                }
            }
        }
    }
}
