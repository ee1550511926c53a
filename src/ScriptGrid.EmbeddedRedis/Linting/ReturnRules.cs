using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks what a script returns, and what Redis makes of it.</summary>
internal sealed class ReturnRules
{
    /// <summary>A table with one of these names is a special kind of reply.</summary>
    private static readonly string[] ReplyNames = ["ok", "err", "map", "set", "double", "big_number", "verbatim_string", "format", "string"];

    private readonly ScriptFacts _facts;
    private readonly LintOptions _options;
    private readonly ValueKinds _kinds;
    private readonly List<Finding> _findings = [];

    private ReturnRules(ScriptFacts facts, LintOptions options)
    {
        (_facts, _options) = (facts, options);
        _kinds = new ValueKinds(facts);
    }

    internal static List<Finding> Check(ScriptFacts facts, LintOptions options)
    {
        var rules = new ReturnRules(facts, options);
        foreach (var (expression, returnedAs) in ReturnedValues.Of(facts, rules._kinds))
        {
            rules.Check(expression, returnedAs);
        }

        return rules._findings;
    }

    private void Check(Expression expression, ReturnedAs returnedAs)
    {
        switch (expression)
        {
            // Only complete tables: if positions are added to a table later, its names may be there for the script's own use.
            case TableExpression table when returnedAs == ReturnedAs.Table && table.Fields.Count > 0 && table.Fields.All(field => field.Key is StringExpression):
                CheckNames(table);
                break;
            case TableExpression table when returnedAs is ReturnedAs.Table or ReturnedAs.Beginning:
                CheckItems([.. table.Fields.Where(field => field.Key is null).Select(field => field.Value)]);
                break;
            case var element when returnedAs == ReturnedAs.Element:
                CheckItem(element, null);
                break;
            default:
                CheckFraction(expression, "the returned number");
                break;
        }
    }

    private void CheckNames(TableExpression table)
    {
        string[] names = [.. table.Fields.Select(field => ((StringExpression)field.Key!).Value.ToString())];
        if (!names.Any(ReplyNames.Contains))
        {
            _findings.Add(new Finding(
                table.Line, FindingCode.NamedResult, $"a returned table whose keys are names arrives empty; return {{'{names[0]}', value, …}}"));
        }
    }

    private void CheckItems(IReadOnlyList<Expression> values)
    {
        for (int index = 0; index < values.Count; index++)
        {
            var value = SyntaxNodes.WithoutParentheses(values[index]);
            if (value is NilExpression && index < values.Count - 1)
            {
                _findings.Add(new Finding(value.Line, FindingCode.NilInResult, "a nil ends the returned table, and everything after it is lost; return a value, or omit the pair"));
            }

            CheckItem(value, index % 2 == 1 ? values[index - 1] : null);
        }
    }

    private void CheckItem(Expression value, Expression? key)
    {
        if (SyntaxNodes.WithoutParentheses(value) is TableExpression { Fields: [{ Value: var name }, _, ..] fields } && fields.All(field => field.Key is null))
        {
            CheckRow(name, fields);
            return;
        }

        var kind = _kinds.Of(value);
        if (CheckFraction(value, Name(key)) || !_options.StringsOnly)
        {
            return;
        }

        if (ValueKinds.IsNumber(kind) || kind == ValueKind.Boolean)
        {
            string advice = kind == ValueKind.Boolean ? "'1' or '0'" : kind == ValueKind.Integer ? "string.format('%d', …)" : "string.format('%.17g', …)";
            _findings.Add(new Finding(
                SyntaxNodes.LineOf(value), FindingCode.NonStringValue, $"{Name(key)} is not a string, and redis_exporter refuses it; return {advice}"));
        }
    }

    /// <summary>Checks the numbers in a pair or a row: its value, and the labels before it.</summary>
    private void CheckRow(Expression name, IReadOnlyList<TableField> fields)
    {
        for (int index = 1; index < fields.Count; index++)
        {
            CheckFraction(fields[index].Value, index == fields.Count - 1 ? Name(name) : "a label");
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
