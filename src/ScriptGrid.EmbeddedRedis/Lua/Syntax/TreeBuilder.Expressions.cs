namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Operators and simple expressions. A variable gets the line at which Lua's compiler loads it, which may be the line of the token after it.</summary>
internal sealed partial class TreeBuilder
{
    private const int UnaryPriority = 8;
    private const int ItemsAtATime = 50;

    private Expression ReadExpression() => ReadOperation(0);

    private Expression ReadCondition() => PutCondition(ReadExpression());

    /// <summary>Reads one or more expressions. The last one is not yet put into a register.</summary>
    private List<Expression> ReadExpressions()
    {
        var values = new List<Expression> { ReadExpression() };
        while (TryPass(TokenKind.Comma))
        {
            values[^1] = PutNext(values[^1]);
            values.Add(ReadExpression());
        }

        return values;
    }

    /// <summary>Returns the same expression, loaded at the current line. This makes a difference for variables only.</summary>
    private Expression AtLastLine(Expression expression) => expression switch
    {
        NameExpression or IndexExpression when expression.Line != lexer.LastLine => expression with { Line = lexer.LastLine },
        _ => expression,
    };

    /// <summary>Reads operands and the operators that bind more tightly than <paramref name="limit"/>.</summary>
    private Expression ReadOperation(int limit)
    {
        EnterLevel();
        int before = _function.Registers;
        var left = ReadOperand();
        while (TryGetBinary(Kind, out var binary) && binary.Left > limit)
        {
            lexer.Next();
            left = PutLeft(binary.Operator, left);
            var right = PutRight(binary.Operator, ReadOperation(binary.Right));
            left = new BinaryExpression(lexer.LastLine, binary.Operator, left, right);
            _function.Registers = before + Held(left);
        }

        LeaveLevel();
        return left;
    }

    private Expression PutLeft(BinaryOperator operation, Expression left) => operation switch
    {
        BinaryOperator.And or BinaryOperator.Or => PutCondition(left),
        BinaryOperator.Concat => PutNext(left),
        _ => PutOperand(left),
    };

    private Expression PutRight(BinaryOperator operation, Expression right) => operation switch
    {
        BinaryOperator.And or BinaryOperator.Or => Load(right),
        BinaryOperator.Concat when right is BinaryExpression { Operator: BinaryOperator.Concat } => right,
        BinaryOperator.Concat => PutNext(right),
        _ => PutOperand(right),
    };

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
        int before = _function.Registers;
        var operand = ReadOperation(UnaryPriority);
        operand = unary == UnaryOperator.Not ? PutCondition(operand) : PutAnywhere(operand);
        _function.Registers = before;
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
        int before = _function.Registers;
        int pending = 0;
        var fields = new List<TableField>();
        Take(1);
        Pass(TokenKind.LeftBrace);
        do
        {
            if (Kind == TokenKind.RightBrace)
            {
                break;
            }

            PutLastItem(fields, ref pending);
            fields.Add(ReadTableField());
        }
        while (TryPass(TokenKind.Comma) || TryPass(TokenKind.Semicolon));

        PassClosing(TokenKind.RightBrace, TokenKind.LeftBrace, line);
        PutLastItem(fields, ref pending);
        _function.Registers = before + 1;
        return new TableExpression(line, fields);
    }

    /// <summary>Puts the previous item into a register if it has no key. Fifty items are stored in the table at a time.</summary>
    private void PutLastItem(List<TableField> fields, ref int pending)
    {
        if (fields is not [.., { Key: null } item])
        {
            return;
        }

        fields[^1] = item with { Value = PutNext(item.Value) };
        if (++pending == ItemsAtATime)
        {
            _function.Registers -= pending;
            pending = 0;
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
        int before = _function.Registers;
        var key = Kind == TokenKind.Name ? new StringExpression(line, PassName()) : ReadKey();
        Pass(TokenKind.Assign);
        PutOperand(key);
        var value = PutOperand(ReadExpression());
        _function.Registers = before;
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
