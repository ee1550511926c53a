namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Operators and simple expressions. A variable gets the line at which Lua's compiler loads it, which may be that of the token after it.</summary>
internal sealed partial class TreeBuilder
{
    private const int UnaryPriority = 8;

    private Expression ReadExpression() => ReadOperation(0);

    private Expression ReadCondition() => AtLastLine(ReadExpression());

    /// <summary>One expression or more.</summary>
    private List<Expression> ReadExpressions()
    {
        var values = ReadExpressionsOpen();
        values[^1] = AtLastLine(values[^1]);
        return values;
    }

    /// <summary>One expression or more, the last of which is not loaded yet.</summary>
    private List<Expression> ReadExpressionsOpen()
    {
        var values = new List<Expression> { ReadExpression() };
        while (TryPass(TokenKind.Comma))
        {
            values[^1] = AtLastLine(values[^1]);
            values.Add(ReadExpression());
        }

        return values;
    }

    /// <summary>The same expression, loaded now; only for variables does that make a difference.</summary>
    private Expression AtLastLine(Expression expression) => expression switch
    {
        NameExpression or IndexExpression when expression.Line != lexer.LastLine => expression with { Line = lexer.LastLine },
        _ => expression,
    };

    /// <summary>Operands and the operators that bind tighter than <paramref name="limit"/>.</summary>
    private Expression ReadOperation(int limit)
    {
        EnterLevel();
        var left = ReadOperand();
        while (TryGetBinary(Kind, out var binary) && binary.Left > limit)
        {
            lexer.Next();
            left = AtLastLine(left);
            var right = AtLastLine(ReadOperation(binary.Right));
            left = new BinaryExpression(lexer.LastLine, binary.Operator, left, right);
        }

        LeaveLevel();
        return left;
    }

    private Expression ReadOperand()
    {
        UnaryOperator? unary = Kind switch
        {
            TokenKind.Not => UnaryOperator.Not,
            TokenKind.Minus => UnaryOperator.Negate,
            TokenKind.Hash => UnaryOperator.Length,
            _ => null,
        };
        if (unary is null)
        {
            return ReadSimple();
        }

        lexer.Next();
        var operand = AtLastLine(ReadOperation(UnaryPriority));
        return new UnaryExpression(lexer.LastLine, unary.Value, operand);
    }

    private Expression ReadSimple()
    {
        int line = lexer.Line;
        switch (Kind)
        {
            case TokenKind.LeftBrace:
                return ReadTable();
            case TokenKind.Function:
                lexer.Next();
                var body = ReadBody(lexer.Line, isMethod: false);
                return new FunctionExpression(body.Line, body);
            case TokenKind.Dots when !_function.IsVararg:
                throw lexer.Error("cannot use '...' outside a vararg function");
            case TokenKind.Dots:
                _function.UsesVarargs = true;
                break;
        }

        var token = lexer.Current;
        Expression? constant = token.Kind switch
        {
            TokenKind.Number => new NumberExpression(line, token.Number),
            TokenKind.String => new StringExpression(line, token.Text!),
            TokenKind.Nil => new NilExpression(line),
            TokenKind.True => new BooleanExpression(line, true),
            TokenKind.False => new BooleanExpression(line, false),
            TokenKind.Dots => new VarargExpression(line),
            _ => null,
        };
        if (constant is null)
        {
            return ReadSuffixed();
        }

        lexer.Next();
        return constant;
    }

    private TableExpression ReadTable()
    {
        int line = lexer.Line;
        var fields = new List<TableField>();
        Pass(TokenKind.LeftBrace);
        do
        {
            if (Kind == TokenKind.RightBrace)
            {
                break;
            }

            LoadLastItem(fields);
            fields.Add(ReadTableField());
        }
        while (TryPass(TokenKind.Comma) || TryPass(TokenKind.Semicolon));

        PassClosing(TokenKind.RightBrace, TokenKind.LeftBrace, line);
        LoadLastItem(fields);
        return new TableExpression(line, fields);
    }

    private void LoadLastItem(List<TableField> fields)
    {
        if (fields is [.., { Key: null } item])
        {
            fields[^1] = item with { Value = AtLastLine(item.Value) };
        }
    }

    private TableField ReadTableField()
    {
        bool isKeyed = Kind == TokenKind.LeftBracket || (Kind == TokenKind.Name && lexer.LookAhead() == TokenKind.Assign);
        if (!isKeyed)
        {
            return new TableField(lexer.Line, null, ReadExpression());
        }

        int line = lexer.Line;
        var key = Kind == TokenKind.Name ? new StringExpression(line, PassName()) : ReadKey();
        Pass(TokenKind.Assign);
        var value = AtLastLine(ReadExpression());
        return new TableField(lexer.LastLine, key, value);
    }

    private static bool TryGetBinary(TokenKind kind, out (BinaryOperator Operator, int Left, int Right) binary)
    {
        binary = kind switch
        {
            TokenKind.Plus => (BinaryOperator.Add, 6, 6),
            TokenKind.Minus => (BinaryOperator.Subtract, 6, 6),
            TokenKind.Star => (BinaryOperator.Multiply, 7, 7),
            TokenKind.Slash => (BinaryOperator.Divide, 7, 7),
            TokenKind.Percent => (BinaryOperator.Modulo, 7, 7),
            TokenKind.Caret => (BinaryOperator.Power, 10, 9),
            TokenKind.Concat => (BinaryOperator.Concat, 5, 4),
            TokenKind.NotEqual => (BinaryOperator.NotEqual, 3, 3),
            TokenKind.Equal => (BinaryOperator.Equal, 3, 3),
            TokenKind.Less => (BinaryOperator.Less, 3, 3),
            TokenKind.LessOrEqual => (BinaryOperator.LessOrEqual, 3, 3),
            TokenKind.Greater => (BinaryOperator.Greater, 3, 3),
            TokenKind.GreaterOrEqual => (BinaryOperator.GreaterOrEqual, 3, 3),
            TokenKind.And => (BinaryOperator.And, 2, 2),
            TokenKind.Or => (BinaryOperator.Or, 1, 1),
            _ => default,
        };
        return binary.Left > 0;
    }
}
