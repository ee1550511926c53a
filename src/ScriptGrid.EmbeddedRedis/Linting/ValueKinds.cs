using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>The kind of a value, as far as the text of a script tells.</summary>
internal enum ValueKind
{
    /// <summary>Any kind.</summary>
    Unknown,

    /// <summary>No kind of its own: a variable within its own definition.</summary>
    Same,

    Text,
    Integer,

    /// <summary>A number that is likely to have a fraction.</summary>
    Fraction,

    /// <summary>A number of which nothing else is known.</summary>
    Number,
    Boolean,
    Nil,
    Table,
}

/// <summary>Determines kinds of values from literals, operators and well-known functions.</summary>
internal sealed class ValueKinds(ScriptFacts facts)
{
    private static readonly HashSet<string> IntegerCommands =
    [
        "bitcount", "dbsize", "exists", "hexists", "hlen", "hstrlen", "llen", "lastsave", "pttl", "scard", "sintercard", "sismember", "strlen",
        "touch", "ttl", "xlen", "zcard", "zcount", "zlexcount", "zintercard", "expiretime", "pexpiretime", "object refcount", "object idletime",
        "slowlog len",
    ];

    private readonly HashSet<LocalVariable> _underWay = [];

    internal static bool IsNumber(ValueKind kind) => kind is ValueKind.Integer or ValueKind.Fraction or ValueKind.Number;

    internal ValueKind Of(Expression expression) => Of(expression, new Effort());

    private ValueKind Of(Expression expression, Effort effort) => effort.Step(ValueKind.Unknown, () => SyntaxNodes.WithoutParentheses(expression) switch
    {
        NumberExpression number => double.IsInteger(number.Value) ? ValueKind.Integer : ValueKind.Fraction,
        StringExpression => ValueKind.Text,
        BooleanExpression => ValueKind.Boolean,
        NilExpression => ValueKind.Nil,
        TableExpression => ValueKind.Table,
        UnaryExpression unary => OfUnary(unary, effort),
        BinaryExpression binary => OfBinary(binary, effort),
        CallExpression call => OfCall(call, effort),
        IndexExpression index when facts.IsGlobal(index.Target, "KEYS") || facts.IsGlobal(index.Target, "ARGV") => ValueKind.Text,
        NameExpression { Variable: { } variable } => OfVariable(variable, effort),
        _ => ValueKind.Unknown,
    });

    private ValueKind OfUnary(UnaryExpression unary, Effort effort) => unary.Operator switch
    {
        UnaryOperator.Length => ValueKind.Integer,
        UnaryOperator.Not => ValueKind.Boolean,
        _ => Of(unary.Operand, effort) is var kind && IsNumber(kind) ? kind : ValueKind.Number,
    };

    private ValueKind OfBinary(BinaryExpression binary, Effort effort)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.Concat:
                return ValueKind.Text;
            case BinaryOperator.And:
                return Of(binary.Right, effort);
            case BinaryOperator.Or:
                return Join(Of(binary.Left, effort), Of(binary.Right, effort));
            case BinaryOperator.Divide:
                return OfQuotient(binary);
            case BinaryOperator.Power:
                return ValueKind.Number;
            case BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Modulo:
                return OfArithmetic(Of(binary.Left, effort), Of(binary.Right, effort));
            default:
                return ValueKind.Boolean;
        }
    }

    private static ValueKind OfArithmetic(ValueKind left, ValueKind right) => (left, right) switch
    {
        (ValueKind.Fraction, _) or (_, ValueKind.Fraction) => ValueKind.Fraction,
        (ValueKind.Integer or ValueKind.Same, ValueKind.Integer or ValueKind.Same) => ValueKind.Integer,
        _ => ValueKind.Number,
    };

    /// <summary>Returns the kind of a quotient: a fraction, unless the numbers are known, or the remainder was subtracted before the division.</summary>
    private ValueKind OfQuotient(BinaryExpression binary)
    {
        if (Constants.Number(binary.Left, facts) is { } left && Constants.Number(binary.Right, facts) is { } right)
        {
            return double.IsInteger(left / right) ? ValueKind.Integer : ValueKind.Fraction;
        }

        return facts.Resolve(binary.Left) is BinaryExpression { Operator: BinaryOperator.Subtract } difference
            && facts.Resolve(difference.Right) is BinaryExpression { Operator: BinaryOperator.Modulo }
            ? ValueKind.Number
            : ValueKind.Fraction;
    }

    private ValueKind OfCall(CallExpression call, Effort effort)
    {
        switch (facts.LibraryFunction(call.Target))
        {
            case "tostring" or "table.concat" or "redis.sha1hex" or "type" or "string.format" or "string.rep" or "string.lower" or "string.upper"
                or "string.sub" or "string.reverse" or "string.char" or "cjson.encode":
                return ValueKind.Text;
            case "math.floor" or "math.ceil" or "string.len" or "table.getn":
                return ValueKind.Integer;
            case "math.sqrt" or "math.log" or "math.log10" or "math.exp" or "math.sin" or "math.cos":
                return ValueKind.Fraction;
            case "math.random":
                return call.Arguments.Count == 0 ? ValueKind.Fraction : ValueKind.Integer;
            case "math.max" or "math.min" or "math.abs":
                return call.Arguments.Select(argument => Of(argument, effort)).Aggregate(ValueKind.Same, OfArithmetic);
            case "tonumber":
                return ValueKind.Number;
            case "redis.call" or "redis.pcall" when RedisCall.From(call, facts) is { } command:
                return CommandFinder.Uses(command, facts).Select(use => IntegerCommands.Contains(use.Name)).DefaultIfEmpty().All(isInteger => isInteger)
                    ? ValueKind.Integer
                    : ValueKind.Unknown;
            default:
                return ValueKind.Unknown;
        }
    }

    /// <summary>Returns the kind of a variable that is right for each of its definitions, because any of them may be the last one.</summary>
    private ValueKind OfVariable(LocalVariable variable, Effort effort)
    {
        if (!_underWay.Add(variable))
        {
            return ValueKind.Same;
        }

        var definitions = facts.DefinitionsOf(variable);
        var kinds = definitions.Select(definition => IsElementOfTexts(variable, definition) ? ValueKind.Text : Of(definition, effort)).ToList();
        _underWay.Remove(variable);

        // A variable that is rounded somewhere may well hold no fraction in the end. A constant does not count as rounding, because it is only the initial
        // value.
        bool isRounded = definitions.Zip(kinds).Any(pair => pair.Second is ValueKind.Integer && pair.First.Value is not NumberExpression);
        var joined = kinds.Aggregate(ValueKind.Same, Join);
        return joined == ValueKind.Fraction && isRounded ? ValueKind.Number : joined;
    }

    /// <summary>Whether a variable is the second variable of a loop over KEYS or ARGV.</summary>
    private bool IsElementOfTexts(LocalVariable variable, Definition definition) =>
        definition.Iteration is { Variables: [_, var element, ..], Values: [CallExpression { Arguments: [var list] } call] }
        && element == variable
        && facts.LibraryFunction(call.Target) is "ipairs" or "pairs"
        && (facts.IsGlobal(list, "KEYS") || facts.IsGlobal(list, "ARGV"));

    private ValueKind Of(Definition definition, Effort effort) => definition switch
    {
        { Value: { } value } => Of(value, effort),
        { Counter: { } loop } => OfArithmetic(Of(loop.Start, effort), loop.Step is null ? ValueKind.Integer : Of(loop.Step, effort)),
        _ => ValueKind.Unknown,
    };

    private static ValueKind Join(ValueKind left, ValueKind right)
    {
        if (left == right || right == ValueKind.Same)
        {
            return left;
        }

        if (left == ValueKind.Same)
        {
            return right;
        }

        if (!IsNumber(left) || !IsNumber(right))
        {
            return ValueKind.Unknown;
        }

        bool isFraction = (left, right) is (ValueKind.Fraction, ValueKind.Integer) or (ValueKind.Integer, ValueKind.Fraction);
        return isFraction ? ValueKind.Fraction : ValueKind.Number;
    }
}
