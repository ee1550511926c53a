using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>The facts about a script that all rules share: what is assigned to each local variable, and the calls of Redis.</summary>
internal sealed class ScriptFacts
{
    /// <summary>Functions that do not change the tables they are given.</summary>
    private static readonly string[] Readers = ["ipairs", "pairs", "next", "unpack", "select", "table.concat", "cjson.encode", "cmsgpack.pack"];

    /// <summary>Functions that return exactly one value.</summary>
    private static readonly HashSet<string> SingleValued =
    [
        "tostring", "tonumber", "type", "string.format", "string.lower", "string.upper", "string.sub", "string.rep", "string.reverse",
        "table.concat", "math.floor", "math.ceil", "math.max", "math.min", "math.abs", "cjson.encode", "cmsgpack.pack", "redis.call",
        "redis.pcall", "redis.sha1hex",
    ];

    private readonly Dictionary<LocalVariable, List<Definition>> _definitions = [];
    private readonly HashSet<LocalVariable> _filled = [];

    internal ScriptFacts(FunctionBody script)
    {
        Script = script;
        Nodes = [.. SyntaxNodes.Within(script)];
        foreach (var node in Nodes)
        {
            Define(node);
        }

        Calls = [.. Nodes.OfType<CallExpression>().Select(call => RedisCall.From(call, this)).OfType<RedisCall>()];
    }

    internal FunctionBody Script { get; }

    /// <summary>All nodes of the script, including those of inner functions.</summary>
    internal IReadOnlyList<Node> Nodes { get; }

    internal IReadOnlyList<RedisCall> Calls { get; }

    /// <summary>Returns everything that is assigned to a variable anywhere. The value of a parameter is unknown.</summary>
    internal IReadOnlyList<Definition> DefinitionsOf(LocalVariable variable) => _definitions.TryGetValue(variable, out var found) ? found : [];

    /// <summary>Whether elements are added, under this name, to the table in a variable after it was created.</summary>
    internal bool IsFilled(LocalVariable variable) => _filled.Contains(variable);

    /// <summary>Returns the expression that a name stands for if only one value is ever assigned to it. Also removes parentheses.</summary>
    internal Expression Resolve(Expression expression)
    {
        for (int steps = 0; steps < 32; steps++)
        {
            expression = SyntaxNodes.WithoutParentheses(expression);
            if (expression is not NameExpression { Variable: { } variable } || DefinitionsOf(variable) is not [{ Value: { } value }])
            {
                break;
            }

            expression = value;
        }

        return expression;
    }

    /// <summary>Whether an expression is a global variable.</summary>
    internal bool IsGlobal(Expression expression, string name) =>
        Resolve(expression) is NameExpression { Variable: null } global && global.Name.Span.SequenceEqual(System.Text.Encoding.Latin1.GetBytes(name));

    /// <summary>Returns the name of the library function that an expression refers to, like <c>math.floor</c> or <c>error</c>; null if there is none.</summary>
    internal string? LibraryFunction(Expression expression) => Resolve(expression) switch
    {
        NameExpression { Variable: null } name => name.Name.ToString(),
        IndexExpression { Key: StringExpression key } index when Resolve(index.Target) is NameExpression { Variable: null } library =>
            $"{library.Name}.{key.Value}",
        _ => null,
    };

    /// <summary>Whether a value list may yield any number of values, as far as the known functions tell.</summary>
    internal bool IsOpen(IReadOnlyList<Expression> values) =>
        SyntaxNodes.IsOpen(values) && !(values is [.., CallExpression last] && SingleValued.Contains(LibraryFunction(last.Target) ?? ""));

    private void Define(Node node)
    {
        switch (node)
        {
            case LocalStatement local:
                DefineAll(local.Variables, local.Values);
                break;
            case AssignmentStatement assignment:
                assignment.Targets.OfType<IndexExpression>().ToList().ForEach(index => Fill(index.Target));
                DefineAll([.. assignment.Targets.Select(target => (target as NameExpression)?.Variable)], assignment.Values);
                break;
            case CallExpression { Arguments: [var list, ..] } call when LibraryFunction(call.Target) == "table.insert":
                Fill(list);
                break;
            case CallExpression call when !Readers.Contains(LibraryFunction(call.Target)):
                call.Arguments.ToList().ForEach(Fill);
                break;
            case LocalFunctionStatement function:
                Add(function.Variable, new Definition(new FunctionExpression(function.Line, function.Body)));
                break;
            case FunctionStatement { Target: NameExpression { Variable: { } variable } } function:
                Add(variable, new Definition(new FunctionExpression(function.Line, function.Body)));
                break;
            case FunctionBody function:
                function.Parameters.ToList().ForEach(parameter => Add(parameter, new Definition(null)));
                Add(function.ArgTable, new Definition(null));
                break;
            case NumericForStatement loop:
                Add(loop.Variable, new Definition(null) { Counter = loop });
                break;
            case GenericForStatement loop:
                DefineLoop(loop);
                break;
        }
    }

    /// <summary>Notes that a table is assigned to, or passed to a function that may change it.</summary>
    private void Fill(Expression table)
    {
        if (table is NameExpression { Variable: { } variable })
        {
            _filled.Add(variable);
        }
    }

    private void DefineLoop(GenericForStatement loop)
    {
        for (int index = 0; index < loop.Variables.Count; index++)
        {
            Add(loop.Variables[index], new Definition(null) { Iteration = loop });
        }
    }

    private void DefineAll(IReadOnlyList<LocalVariable?> variables, IReadOnlyList<Expression> values)
    {
        for (int index = 0; index < variables.Count; index++)
        {
            var value = index < values.Count ? values[index] : SyntaxNodes.IsOpen(values) ? null : new NilExpression(0);
            Add(variables[index], new Definition(value));
        }
    }

    private void Add(LocalVariable? variable, Definition definition)
    {
        if (variable is null)
        {
            return;
        }

        if (!_definitions.TryGetValue(variable, out var all))
        {
            _definitions.Add(variable, all = []);
        }

        all.Add(definition);
    }
}

/// <summary>A definition of a local variable.</summary>
/// <param name="Value">The value; null if it is not an expression of the source.</param>
internal sealed record Definition(Expression? Value)
{
    /// <summary>The loop for which the variable is the counter.</summary>
    internal NumericForStatement? Counter { get; init; }

    /// <summary>The loop whose iterator sets the variable.</summary>
    internal GenericForStatement? Iteration { get; init; }
}
