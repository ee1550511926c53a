using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>A row as the script's text constructs it.</summary>
/// <param name="Line">The line of the row.</param>
/// <param name="Elements">Its elements; null for each element that is not in the text.</param>
/// <param name="IsOpen">Whether any number of further values may follow.</param>
internal sealed record RowLiteral(int Line, IReadOnlyList<Expression?> Elements, bool IsOpen);

/// <summary>
/// Finds the rows that a script returns: tables in what it returns, and calls of a function that builds such a table from its parameters, like
/// <c>local function row(...) rows[#rows + 1] = {...} end</c>.
/// </summary>
internal sealed class RowLiterals
{
    private readonly ScriptFacts _facts;
    private readonly Dictionary<TableExpression, FunctionBody> _makers = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<object, CallExpression> _calls;

    private RowLiterals(ScriptFacts facts)
    {
        _facts = facts;
        _calls = facts.Nodes.OfType<CallExpression>()
            .Select(call => (Call: call, Function: facts.Resolve(call.Target) as FunctionExpression))
            .Where(pair => pair.Function is not null)
            .ToLookup(object (pair) => pair.Function!.Body, pair => pair.Call, ReferenceEqualityComparer.Instance);
        foreach (var function in facts.Nodes.OfType<FunctionBody>().Where(function => !ReferenceEquals(function, facts.Script)))
        {
            foreach (var table in SyntaxNodes.Within(function, intoFunctions: false).OfType<TableExpression>())
            {
                _makers.TryAdd(table, function);
            }
        }
    }

    internal static IEnumerable<RowLiteral> Of(ScriptFacts facts, IEnumerable<(Expression Expression, ReturnedAs As)> returned)
    {
        var rows = new RowLiterals(facts);
        return returned.SelectMany(value => Elements(value.Expression, value.As)).SelectMany(rows.Rows);
    }

    /// <summary>Returns, for each table that a script returns and whose text lists its rows, these rows, which are certainly returned together.</summary>
    internal static IEnumerable<IReadOnlyList<RowLiteral>> Together(ScriptFacts facts, IEnumerable<(Expression Expression, ReturnedAs As)> returned)
    {
        var rows = new RowLiterals(facts);
        return returned.Where(static value => value.As is ReturnedAs.Table or ReturnedAs.Beginning)
            .Select(value => Elements(value.Expression, value.As)
                .Select(element => rows.Rows(element).ToList())
                .Where(static made => made.Count == 1)
                .Select(static made => made[0])
                .ToList());
    }

    private static IEnumerable<Expression> Elements(Expression expression, ReturnedAs returnedAs) => (expression, returnedAs) switch
    {
        (TableExpression table, ReturnedAs.Table or ReturnedAs.Beginning) => table.Fields.Where(field => field.Key is null).Select(field => field.Value),
        (_, ReturnedAs.Element) => [expression],
        _ => [],
    };

    private IEnumerable<RowLiteral> Rows(Expression element)
    {
        element = SyntaxNodes.WithoutParentheses(element);
        bool isComplete = element is not NameExpression { Variable: { } variable } || !_facts.IsFilled(variable);
        if (!isComplete || _facts.Resolve(element) is not TableExpression table || table.Fields.Any(field => field.Key is not null))
        {
            return [];
        }

        Expression[] values = [.. table.Fields.Select(field => field.Value)];
        return _makers.TryGetValue(table, out var maker) && values.Any(value => IsGiven(value, maker))
            ? _calls[maker].Select(call => Given(values, maker, call))
            : [new RowLiteral(table.Line, values, _facts.IsOpen(values))];
    }

    private bool IsGiven(Expression value, FunctionBody maker) => value is VarargExpression || Position(value, maker) >= 0;

    /// <summary>Returns the position of the parameter that a value is; -1 if it is not a parameter, or one that the function assigns.</summary>
    private int Position(Expression value, FunctionBody maker) =>
        SyntaxNodes.WithoutParentheses(value) is NameExpression { Variable: { } variable } && _facts.DefinitionsOf(variable).Count == 1
            ? maker.Parameters.ToList().IndexOf(variable)
            : -1;

    /// <summary>Returns the row that one call builds.</summary>
    private RowLiteral Given(Expression[] values, FunctionBody maker, CallExpression call)
    {
        bool isOpen = _facts.IsOpen(call.Arguments);
        int known = call.Arguments.Count - (isOpen ? 1 : 0);
        List<Expression?> elements = [];
        for (int index = 0; index < values.Length; index++)
        {
            int position = Position(values[index], maker);
            if (values[index] is VarargExpression && index == values.Length - 1)
            {
                elements.AddRange(call.Arguments.Skip(maker.Parameters.Count));
                return new RowLiteral(call.Line, elements, isOpen);
            }

            elements.Add(position < 0 ? (values[index] is VarargExpression ? null : values[index])
                : position < known ? call.Arguments[position]
                : isOpen ? null
                : new NilExpression(call.Line));
        }

        return new RowLiteral(call.Line, elements, _facts.IsOpen(values));
    }
}
