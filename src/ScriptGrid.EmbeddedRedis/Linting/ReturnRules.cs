using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>What a script returns, and what becomes of it on the way out of Redis.</summary>
internal sealed class ReturnRules
{
    private const int MaxDepth = 16;

    /// <summary>Tables with these names are replies of their own kinds.</summary>
    private static readonly string[] ReplyNames = ["ok", "err", "map", "set", "double", "big_number", "verbatim_string", "format", "string"];

    private readonly ScriptFacts _facts;
    private readonly LintOptions _options;
    private readonly ValueKinds _kinds;
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<Finding> _findings = [];

    private ReturnRules(ScriptFacts facts, LintOptions options)
    {
        (_facts, _options) = (facts, options);
        _kinds = new ValueKinds(facts);
    }

    internal static List<Finding> Check(ScriptFacts facts, LintOptions options)
    {
        var rules = new ReturnRules(facts, options);
        rules.CheckFunction(facts.Script, 0);
        return rules._findings;
    }

    private void CheckFunction(FunctionBody function, int depth)
    {
        foreach (var result in SyntaxNodes.Within(function, intoFunctions: false).OfType<ReturnStatement>())
        {
            if (result.Values is [var first, ..])
            {
                CheckResult(first, depth);
            }
        }
    }

    private void CheckResult(Expression expression, int depth)
    {
        expression = SyntaxNodes.WithoutParentheses(expression);
        if (depth > MaxDepth || !_seen.Add(expression))
        {
            return;
        }

        switch (expression)
        {
            case TableExpression table:
                CheckTable(table);
                break;
            case BinaryExpression { Operator: BinaryOperator.And } both:
                CheckResult(both.Right, depth + 1);
                break;
            case BinaryExpression { Operator: BinaryOperator.Or } either:
                CheckResult(either.Left, depth + 1);
                CheckResult(either.Right, depth + 1);
                break;
            case CallExpression call when _facts.Resolve(call.Target) is FunctionExpression function:
                CheckFunction(function.Body, depth + 1);
                break;
            case NameExpression { Variable: { } variable } when IsTable(variable):
                CheckVariable(variable, depth);
                break;
            default:
                CheckFraction(expression, "the returned number");
                break;
        }
    }

    private bool IsTable(LocalVariable variable) => _facts.DefinitionsOf(variable).Any(definition => definition.Value is TableExpression);

    /// <summary>A table in a variable: the constructors, and what is added later, wherever that is.</summary>
    private void CheckVariable(LocalVariable variable, int depth)
    {
        if (!_seen.Add(variable))
        {
            return;
        }

        var added = Added(variable).ToList();
        foreach (var table in _facts.DefinitionsOf(variable).Select(definition => definition.Value).OfType<TableExpression>())
        {
            // Names may be a first use of a table that positions follow.
            if (added.Count == 0)
            {
                CheckResult(table, depth + 1);
            }
            else
            {
                CheckItems([.. table.Fields.Where(field => field.Key is null).Select(field => field.Value)]);
            }
        }

        added.ForEach(value => CheckItem(value, null));
    }

    /// <summary>The values that statements put into a table at positions.</summary>
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

    private void CheckTable(TableExpression table)
    {
        if (table.Fields.Count > 0 && table.Fields.All(field => field.Key is StringExpression))
        {
            CheckNames(table);
            return;
        }

        CheckItems([.. table.Fields.Where(field => field.Key is null).Select(field => field.Value)]);
    }

    private void CheckNames(TableExpression table)
    {
        string[] names = [.. table.Fields.Select(field => ((StringExpression)field.Key!).Value.ToString())];
        if (!names.Any(ReplyNames.Contains))
        {
            _findings.Add(new Finding(
                table.Line, FindingCode.NamedResult, $"a table with names arrives empty; return {{'{names[0]}', value, …}}"));
        }
    }

    private void CheckItems(IReadOnlyList<Expression> values)
    {
        for (int index = 0; index < values.Count; index++)
        {
            var value = SyntaxNodes.WithoutParentheses(values[index]);
            if (value is NilExpression && index < values.Count - 1)
            {
                _findings.Add(new Finding(value.Line, FindingCode.NilInResult, "nil ends the returned table, and what follows is lost; write a value, or leave the pair out"));
            }

            if (value is TableExpression { Fields: [{ Key: null, Value: var key }, { Key: null, Value: var number }] })
            {
                CheckFraction(number, Name(key));
            }
            else
            {
                CheckItem(value, index % 2 == 1 ? values[index - 1] : null);
            }
        }
    }

    private void CheckItem(Expression value, Expression? key)
    {
        var kind = _kinds.Of(value);
        if (CheckFraction(value, Name(key)) || !_options.StringsOnly)
        {
            return;
        }

        if (ValueKinds.IsNumber(kind) || kind == ValueKind.Boolean)
        {
            string advice = kind == ValueKind.Boolean ? "'1' or '0'" : kind == ValueKind.Integer ? "string.format('%d', …)" : "string.format('%.17g', …)";
            _findings.Add(new Finding(
                SyntaxNodes.LineOf(value), FindingCode.NonStringValue, $"{Name(key)} is no string, which redis_exporter refuses; return {advice}"));
        }
    }

    private bool CheckFraction(Expression value, string name)
    {
        if (_kinds.Of(value) != ValueKind.Fraction)
        {
            return false;
        }

        _findings.Add(new Finding(
            SyntaxNodes.LineOf(value), FindingCode.FractionAsNumber, $"{name} may have a fraction, which Redis cuts off; return string.format('%.17g', …)"));
        return true;
    }

    private string Name(Expression? key) =>
        key is not null && Constants.Text(key, _facts) is { Length: <= 60 } text ? $"the value of '{text}'" : "a returned value";
}
