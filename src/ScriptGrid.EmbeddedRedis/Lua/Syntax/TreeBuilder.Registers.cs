namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>
/// Counts the registers that Lua 5.1's compiler would use. This is the only limit of that compiler that does not show in the tree: a function must use fewer
/// than 250 registers, so a call with about 250 arguments does not compile. An expression that was read but not yet put into a register holds
/// <see cref="Held"/> registers.
/// </summary>
internal sealed partial class TreeBuilder
{
    private const int MaxRegisters = 250;

    private void Take(int count)
    {
        if (_function.Registers + count >= MaxRegisters)
        {
            throw lexer.Error("function or expression too complex");
        }

        _function.Registers += count;
    }

    /// <summary>Puts an expression into the next register.</summary>
    private Expression PutNext(Expression expression)
    {
        _function.Registers -= Held(expression);
        Take(1);
        return AtLastLine(expression);
    }

    /// <summary>Puts an expression into a register, unless it is a local variable, which already has one.</summary>
    private Expression PutAnywhere(Expression expression)
    {
        _function.Registers -= Held(expression);
        Take(HeldInRegister(expression));
        return AtLastLine(expression);
    }

    /// <summary>Puts an expression where an operator can use it. A constant needs no register.</summary>
    private Expression PutOperand(Expression expression)
    {
        _function.Registers -= Held(expression);
        Take(HeldAsOperand(expression));
        return AtLastLine(expression);
    }

    /// <summary>Puts an expression where it can be tested. It needs a register only for a moment, and a comparison needs none.</summary>
    private Expression PutCondition(Expression expression)
    {
        int before = _function.Registers - Held(expression);
        _function.Registers = before;
        bool isJump = Bare(expression) is BinaryExpression { Operator: >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual }
            or UnaryExpression { Operator: UnaryOperator.Not };
        Take(isJump ? 0 : HeldAsOperand(expression));
        _function.Registers = before;
        return AtLastLine(expression);
    }

    /// <summary>Loads a variable without putting it into a register yet. A field releases the registers of its table and key.</summary>
    private Expression Load(Expression expression)
    {
        _function.Registers += HeldLoaded(expression) - Held(expression);
        return AtLastLine(expression);
    }

    /// <summary>Adjusts a list of values, of which the last was just read, to this number of values.</summary>
    private void Adjust(List<Expression> values, int count)
    {
        int missing = count - values.Count;
        bool isOpen = values is [.., CallExpression or MethodCallExpression or VarargExpression];
        if (isOpen)
        {
            Take(Math.Max(missing, 0) + (values[^1] is VarargExpression ? 1 : 0));
            return;
        }

        if (values.Count > 0)
        {
            values[^1] = PutNext(values[^1]);
        }

        Take(Math.Max(missing, 0));
    }

    private int Held(Expression expression) => expression switch
    {
        CallExpression or MethodCallExpression or TableExpression => 1,
        IndexExpression index => HeldInRegister(index.Target) + HeldAsOperand(index.Key),
        ParenthesizedExpression parenthesized => HeldLoaded(parenthesized.Inner),
        BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logical => HeldLoaded(logical.Right),
        _ => 0,
    };

    private int HeldLoaded(Expression expression) => expression is IndexExpression ? 0 : Held(expression);

    private int HeldInRegister(Expression expression) =>
        Bare(expression) is NameExpression { Variable: { } variable } && _function.Owns(variable) ? 0 : 1;

    private int HeldAsOperand(Expression expression) => Bare(expression) switch
    {
        NilExpression or BooleanExpression or NumberExpression or StringExpression => 0,
        UnaryExpression { Operator: UnaryOperator.Negate, Operand: NumberExpression } => 0,
        UnaryExpression { Operator: UnaryOperator.Not, Operand: NilExpression or BooleanExpression or NumberExpression or StringExpression } => 0,
        _ => HeldInRegister(expression),
    };

    private static Expression Bare(Expression expression)
    {
        while (expression is ParenthesizedExpression { Inner: var inner })
        {
            expression = inner;
        }

        return expression;
    }
}
