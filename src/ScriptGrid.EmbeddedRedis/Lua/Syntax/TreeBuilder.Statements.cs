namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Blocks, and all statements except loops.</summary>
internal sealed partial class TreeBuilder
{
    private bool AtBlockEnd => Kind is TokenKind.Else or TokenKind.ElseIf or TokenKind.End or TokenKind.Until or TokenKind.EndOfFile;

    /// <summary>Reads statements up to the end of their block, in the caller's scope.</summary>
    private Block ReadChunk()
    {
        EnterLevel();
        int line = lexer.Line;
        var statements = new List<Statement>();
        bool isLast = false;
        while (!isLast && !AtBlockEnd)
        {
            var statement = ReadStatement();
            isLast = statement is ReturnStatement or BreakStatement;
            statements.Add(statement);
            TryPass(TokenKind.Semicolon);
            _function.Registers = _function.LocalCount;
        }

        LeaveLevel();
        return new Block(line, statements, lexer.Line);
    }

    /// <summary>Reads statements in their own scope.</summary>
    private Block ReadBlock()
    {
        int outer = _function.LocalCount;
        var block = ReadChunk();
        _function.Leave(outer);
        _function.Registers = _function.LocalCount;
        return block;
    }

    private Statement ReadStatement()
    {
        switch (Kind)
        {
            case TokenKind.If:
                return ReadIf();
            case TokenKind.While:
                return ReadWhile();
            case TokenKind.Do:
                return ReadDo();
            case TokenKind.For:
                return ReadFor();
            case TokenKind.Repeat:
                return ReadRepeat();
            case TokenKind.Function:
                return ReadFunctionStatement();
            case TokenKind.Local:
                return ReadLocal();
            case TokenKind.Return:
                return ReadReturn();
            case TokenKind.Break:
                return ReadBreak();
            default:
                return ReadCallOrAssignment();
        }
    }

    private IfStatement ReadIf()
    {
        int line = lexer.Line;
        var clauses = new List<IfClause>();
        do
        {
            int clauseLine = lexer.Line;
            lexer.Next();
            var condition = ReadCondition();
            Pass(TokenKind.Then);
            clauses.Add(new IfClause(clauseLine, condition, ReadBlock()));
        }
        while (Kind == TokenKind.ElseIf);

        var otherwise = TryPass(TokenKind.Else) ? ReadBlock() : null;
        PassClosing(TokenKind.End, TokenKind.If, line);
        return new IfStatement(line, clauses, otherwise);
    }

    private DoStatement ReadDo()
    {
        int line = lexer.Line;
        lexer.Next();
        var body = ReadBlock();
        PassClosing(TokenKind.End, TokenKind.Do, line);
        return new DoStatement(line, body);
    }

    private Statement ReadLocal()
    {
        int line = lexer.Line;
        lexer.Next();
        return TryPass(TokenKind.Function) ? ReadLocalFunction(line) : ReadLocalVariables(line);
    }

    private LocalStatement ReadLocalVariables(int line)
    {
        var variables = new List<LocalVariable>();
        do
        {
            variables.Add(PassDeclaration(variables.Count));
        }
        while (TryPass(TokenKind.Comma));

        List<Expression> values = TryPass(TokenKind.Assign) ? ReadExpressions() : [];
        Adjust(values, variables.Count);
        AddLocals(variables);
        return new LocalStatement(line, variables, values);
    }

    private ReturnStatement ReadReturn()
    {
        int line = lexer.Line;
        lexer.Next();
        List<Expression> values = AtBlockEnd || Kind == TokenKind.Semicolon ? [] : ReadExpressions();
        if (values.Count == 1)
        {
            values[0] = PutAnywhere(values[0]);
        }
        else
        {
            Adjust(values, values.Count);
        }

        return new ReturnStatement(line, values);
    }

    private BreakStatement ReadBreak()
    {
        int line = lexer.Line;
        lexer.Next();
        return _function.Loops > 0 ? new BreakStatement(line) : throw lexer.Error("no loop to break");
    }

    private Statement ReadCallOrAssignment()
    {
        var first = ReadSuffixed();
        return first is CallExpression or MethodCallExpression ? new CallStatement(first.Line, first) : ReadAssignment(first);
    }

    private AssignmentStatement ReadAssignment(Expression first)
    {
        var targets = new List<Expression> { CheckTarget(first) };
        while (TryPass(TokenKind.Comma))
        {
            var target = ReadSuffixed();
            if (targets.Count > MaxLevels - _levels)
            {
                throw lexer.BareError(_function.Limit(MaxLevels - _levels, "variables in assignment"));
            }

            targets.Add(CheckTarget(target));
        }

        Pass(TokenKind.Assign);
        var values = ReadExpressions();
        if (values.Count != targets.Count)
        {
            Adjust(values, targets.Count);
        }
        else
        {
            values[^1] = PutAssigned(targets[^1], values[^1]);
        }

        return new AssignmentStatement(lexer.LastLine, [.. targets.Select(AtLastLine)], values);
    }

    private Expression PutAssigned(Expression target, Expression value) => target switch
    {
        IndexExpression => PutOperand(value),
        NameExpression { Variable: { } variable } when _function.Owns(variable) => Load(value),
        _ => PutAnywhere(value),
    };

    private Expression CheckTarget(Expression target) =>
        target is NameExpression or IndexExpression ? target : throw lexer.Error("syntax error");
}
