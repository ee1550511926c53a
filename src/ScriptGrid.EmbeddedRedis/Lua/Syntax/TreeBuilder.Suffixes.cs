namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Names, fields and calls.</summary>
internal sealed partial class TreeBuilder
{
    private NameExpression ReadName()
    {
        int line = lexer.Current.Line;
        var name = PassName();
        return new NameExpression(line, name, Resolve(name)) { SourceLine = line };
    }

    private Expression ReadPrimary()
    {
        switch (Kind)
        {
            case TokenKind.Name:
                return ReadName();
            case TokenKind.LeftParenthesis:
                int line = lexer.Line;
                lexer.Next();
                var inner = ReadExpression();
                PassClosing(TokenKind.RightParenthesis, TokenKind.LeftParenthesis, line);
                return new ParenthesizedExpression(line, Load(inner));
            default:
                throw lexer.Error("unexpected symbol");
        }
    }

    /// <summary>Reads a name or an expression in parentheses, and the fields and calls after it.</summary>
    private Expression ReadSuffixed()
    {
        var expression = ReadPrimary();
        while (true)
        {
            switch (Kind)
            {
                case TokenKind.Dot:
                    expression = ReadField(expression);
                    break;
                case TokenKind.LeftBracket:
                    var target = PutAnywhere(expression);
                    var key = ReadKey();
                    PutOperand(key);
                    expression = new IndexExpression(lexer.LastLine, target, key);
                    break;
                case TokenKind.Colon:
                    expression = ReadMethodCall(expression);
                    break;
                case TokenKind.LeftParenthesis or TokenKind.String or TokenKind.LeftBrace:
                    expression = ReadCall(expression);
                    break;
                default:
                    return expression;
            }
        }
    }

    private CallExpression ReadCall(Expression target)
    {
        int before = _function.Registers - Held(target);
        target = PutNext(target);
        int line = lexer.Line;
        var call = new CallExpression(line, target, ReadArguments());
        _function.Registers = before + 1;
        return call;
    }

    /// <summary>Reads a dot or a colon and a name.</summary>
    private IndexExpression ReadField(Expression target)
    {
        var loaded = PutAnywhere(target);
        lexer.Next();
        int line = lexer.Line;
        return new IndexExpression(line, loaded, new StringExpression(line, PassName()));
    }

    private MethodCallExpression ReadMethodCall(Expression target)
    {
        int before = _function.Registers - Held(target);
        lexer.Next();
        var name = PassName();
        var loaded = PutAnywhere(target);
        _function.Registers = before;
        Take(2);
        int nameLine = lexer.LastLine;
        int line = lexer.Line;
        var call = new MethodCallExpression(line, loaded, name, ReadArguments()) { NameLine = nameLine };
        _function.Registers = before + 1;
        return call;
    }

    /// <summary>Reads an expression in brackets.</summary>
    private Expression ReadKey()
    {
        lexer.Next();
        var key = Load(ReadExpression());
        Pass(TokenKind.RightBracket);
        return key;
    }

    private List<Expression> ReadArguments()
    {
        int line = lexer.Line;
        switch (Kind)
        {
            case TokenKind.LeftParenthesis when line != lexer.LastLine:
                throw lexer.Error("ambiguous syntax (function call x new statement)");
            case TokenKind.LeftParenthesis:
                lexer.Next();
                List<Expression> arguments = Kind == TokenKind.RightParenthesis ? [] : ReadExpressions();
                PassClosing(TokenKind.RightParenthesis, TokenKind.LeftParenthesis, line);
                Adjust(arguments, arguments.Count);
                return arguments;
            case TokenKind.LeftBrace:
                return [ReadTable()];
            case TokenKind.String:
                var text = new StringExpression(line, lexer.Current.Text!);
                lexer.Next();
                return [PutNext(text)];
            default:
                throw lexer.Error("function arguments expected");
        }
    }
}
