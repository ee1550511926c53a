using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Loops.</summary>
internal sealed partial class TreeBuilder
{
    /// <summary>The number of hidden variables of a for loop. They count as local variables.</summary>
    private const int HiddenVariables = 3;

    private Block ReadLoopBlock()
    {
        _function.Loops++;
        var body = ReadBlock();
        _function.Loops--;
        return body;
    }

    private WhileStatement ReadWhile()
    {
        int line = lexer.Line;
        lexer.Next();
        var condition = ReadCondition();
        Pass(TokenKind.Do);
        var body = ReadLoopBlock();
        PassClosing(TokenKind.End, TokenKind.While, line);
        return new WhileStatement(line, condition, body);
    }

    private RepeatStatement ReadRepeat()
    {
        int line = lexer.Line;
        lexer.Next();
        int outer = _function.LocalCount;
        _function.Loops++;
        var body = ReadChunk();
        PassClosing(TokenKind.Until, TokenKind.Repeat, line);
        var condition = ReadCondition();
        _function.Loops--;
        _function.Leave(outer);
        return new RepeatStatement(line, body, condition);
    }

    private Statement ReadFor()
    {
        int line = lexer.Line;
        lexer.Next();
        int outer = _function.LocalCount;
        int nameLine = lexer.Line;
        var name = PassName();
        Statement loop = Kind switch
        {
            TokenKind.Assign => ReadNumericFor(name, nameLine),
            TokenKind.Comma or TokenKind.In => ReadGenericFor(name, nameLine),
            _ => throw lexer.Error("'=' or 'in' expected"),
        };
        PassClosing(TokenKind.End, TokenKind.For, line);
        _function.Leave(outer);
        return loop;
    }

    private NumericForStatement ReadNumericFor(LuaString name, int nameLine)
    {
        CheckHiddenVariables();
        var variable = Declare(name, nameLine, HiddenVariables);
        Pass(TokenKind.Assign);
        var start = PutNext(ReadExpression());
        Pass(TokenKind.Comma);
        var limit = PutNext(ReadExpression());
        Expression? step = null;
        if (TryPass(TokenKind.Comma))
        {
            step = PutNext(ReadExpression());
        }
        else
        {
            Take(1);
        }

        HideVariables();
        Pass(TokenKind.Do);
        int line = lexer.LastLine;
        _function.Add(variable);
        Take(1);
        return new NumericForStatement(line, variable, start, limit, step, ReadLoopBlock());
    }

    private GenericForStatement ReadGenericFor(LuaString name, int nameLine)
    {
        CheckHiddenVariables();
        var variables = new List<LocalVariable> { Declare(name, nameLine, HiddenVariables) };
        while (TryPass(TokenKind.Comma))
        {
            variables.Add(PassDeclaration(HiddenVariables + variables.Count));
        }

        Pass(TokenKind.In);
        int line = lexer.Line;
        var values = ReadExpressions();
        Adjust(values, HiddenVariables);
        Take(HiddenVariables);
        _function.Registers -= HiddenVariables;
        HideVariables();
        Pass(TokenKind.Do);
        AddLocals(variables);
        Take(variables.Count);
        return new GenericForStatement(line, variables, values, ReadLoopBlock());
    }

    private void CheckHiddenVariables()
    {
        for (int pending = 0; pending < HiddenVariables; pending++)
        {
            CheckLocals(pending);
        }
    }

    private void HideVariables()
    {
        for (int hidden = 0; hidden < HiddenVariables; hidden++)
        {
            _function.Add(null);
        }
    }
}
