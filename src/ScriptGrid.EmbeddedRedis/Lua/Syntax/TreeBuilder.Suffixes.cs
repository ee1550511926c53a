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
                return new ParenthesizedExpression(line, AtLastLine(inner));
            default:
                throw lexer.Error("unexpected symbol");
        }
    }

    /// <summary>A name or an expression in parentheses and the fields and calls behind it.</summary>
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
                    var target = AtLastLine(expression);
                    var key = ReadKey();
                    expression = new IndexExpression(lexer.LastLine, target, key);
                    break;
                case TokenKind.Colon:
                    expression = ReadMethodCall(expression);
                    break;
                case TokenKind.LeftParenthesis or TokenKind.String or TokenKind.LeftBrace:
                    expression = AtLastLine(expression);
                    int line = lexer.Line;
                    expression = new CallExpression(line, expression, ReadArguments());
                    break;
                default:
                    return expression;
            }
        }
    }

    /// <summary>A dot or a colon and a name.</summary>
    private IndexExpression ReadField(Expression target)
    {
        var loaded = AtLastLine(target);
        lexer.Next();
        int line = lexer.Line;
        return new IndexExpression(line, loaded, new StringExpression(line, PassName()));
    }

    private MethodCallExpression ReadMethodCall(Expression target)
    {
        lexer.Next();
        var name = PassName();
        var loaded = AtLastLine(target);
        int nameLine = lexer.LastLine;
        int line = lexer.Line;
        return new MethodCallExpression(line, loaded, name, ReadArguments()) { NameLine = nameLine };
    }

    /// <summary>An expression in brackets.</summary>
    private Expression ReadKey()
    {
        lexer.Next();
        var key = AtLastLine(ReadExpression());
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
                List<Expression> arguments = Kind == TokenKind.RightParenthesis ? [] : ReadExpressionsOpen();
                PassClosing(TokenKind.RightParenthesis, TokenKind.LeftParenthesis, line);
                if (arguments.Count > 0)
                {
                    arguments[^1] = AtLastLine(arguments[^1]);
                }

                return arguments;
            case TokenKind.LeftBrace:
                return [ReadTable()];
            case TokenKind.String:
                var text = new StringExpression(line, lexer.Current.Text!);
                lexer.Next();
                return [text];
            default:
                throw lexer.Error("function arguments expected");
        }
    }
}
