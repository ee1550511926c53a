using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>Functions.</summary>
internal sealed partial class TreeBuilder
{
    private static readonly LuaString Self = LuaString.FromText("self");
    private static readonly LuaString Arg = LuaString.FromText("arg");

    private FunctionStatement ReadFunctionStatement()
    {
        int line = lexer.Line;
        lexer.Next();
        Expression target = ReadName();
        while (Kind == TokenKind.Dot)
        {
            target = ReadField(target);
        }

        bool isMethod = Kind == TokenKind.Colon;
        if (isMethod)
        {
            target = ReadField(target);
        }

        return new FunctionStatement(line, target with { Line = line }, ReadBody(line, isMethod));
    }

    private LocalFunctionStatement ReadLocalFunction(int line)
    {
        var variable = PassDeclaration(0);
        _function.Add(variable);
        Take(1);
        return new LocalFunctionStatement(line, variable, ReadBody(lexer.Line, isMethod: false));
    }

    /// <summary>Reads everything after <c>function</c> and the name.</summary>
    private FunctionBody ReadBody(int line, bool isMethod)
    {
        _function = new FunctionScope(_function, line);
        var function = _function;
        Pass(TokenKind.LeftParenthesis);
        var parameters = new List<LocalVariable>();
        if (isMethod)
        {
            parameters.Add(Declare(Self, lexer.LastLine, 0));
            _function.Add(parameters[0]);
        }

        var argTable = ReadParameters(parameters);
        Pass(TokenKind.RightParenthesis);
        var body = ReadChunk();
        int endLine = lexer.Line;
        PassClosing(TokenKind.End, TokenKind.Function, line);
        _function = function.Parent!;
        return new FunctionBody(line, parameters, function.IsVararg, function.UsesVarargs, body, endLine) { ArgTable = argTable };
    }

    /// <summary>Reads the parameters into a list. Returns the variable <c>arg</c> that <c>...</c> adds; null if there is none.</summary>
    private LocalVariable? ReadParameters(List<LocalVariable> parameters)
    {
        int first = parameters.Count;
        LocalVariable? argTable = null;
        if (Kind != TokenKind.RightParenthesis)
        {
            do
            {
                switch (Kind)
                {
                    case TokenKind.Name:
                        parameters.Add(PassDeclaration(parameters.Count - first));
                        break;
                    case TokenKind.Dots:
                        lexer.Next();
                        argTable = Declare(Arg, lexer.LastLine, parameters.Count - first);
                        _function.IsVararg = true;
                        break;
                    default:
                        throw lexer.Error("<name> or '...' expected");
                }
            }
            while (!_function.IsVararg && TryPass(TokenKind.Comma));
        }

        AddLocals(parameters[first..]);
        if (argTable is not null)
        {
            _function.Add(argTable);
        }

        Take(_function.LocalCount);
        return argTable;
    }
}
