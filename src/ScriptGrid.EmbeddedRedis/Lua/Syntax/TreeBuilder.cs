using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>A recursive-descent parser for Lua 5.1. Like the original, it allows at most 200 levels.</summary>
internal sealed partial class TreeBuilder(LuaLexer lexer, int levels)
{
    private const int MaxLevels = 200;

    private int _levels = levels;
    private FunctionScope _function = new(null, 0) { IsVararg = true };

    private TokenKind Kind => lexer.Current.Kind;

    /// <summary>Reads the whole source.</summary>
    internal FunctionBody ReadScript()
    {
        lexer.Next();
        var body = ReadChunk();
        Check(TokenKind.EndOfFile);
        return new FunctionBody(0, [], IsVararg: true, _function.UsesVarargs, body, lexer.Line);
    }

    private void EnterLevel()
    {
        if (++_levels > MaxLevels)
        {
            throw lexer.BareError("chunk has too many syntax levels");
        }
    }

    private void LeaveLevel() => _levels--;

    private bool TryPass(TokenKind kind)
    {
        if (Kind != kind)
        {
            return false;
        }

        lexer.Next();
        return true;
    }

    private void Check(TokenKind kind)
    {
        if (Kind != kind)
        {
            throw lexer.Error($"'{Spell(kind)}' expected");
        }
    }

    private void Pass(TokenKind kind)
    {
        Check(kind);
        lexer.Next();
    }

    /// <summary>Consumes the token that closes what <paramref name="opening"/> began at a line.</summary>
    private void PassClosing(TokenKind closing, TokenKind opening, int line)
    {
        if (Kind != closing && line != lexer.Line)
        {
            throw lexer.Error($"'{Spell(closing)}' expected (to close '{Spell(opening)}' at line {line})");
        }

        Pass(closing);
    }

    private LuaString PassName()
    {
        Check(TokenKind.Name);
        var name = lexer.Current.Text!;
        lexer.Next();
        return name;
    }

    private static string Spell(TokenKind kind) => Encoding.Latin1.GetString(Token.Spell(kind));

    /// <summary>Creates a variable that is not yet in scope, like <paramref name="pending"/> others.</summary>
    private LocalVariable Declare(LuaString name, int line, int pending)
    {
        CheckLocals(pending);
        return new LocalVariable(name, line);
    }

    private void CheckLocals(int pending)
    {
        if (_function.LimitOnLocals(pending) is { } problem)
        {
            throw lexer.BareError(problem);
        }
    }

    private LocalVariable PassDeclaration(int pending)
    {
        int line = lexer.Line;
        return Declare(PassName(), line, pending);
    }

    private void AddLocals(List<LocalVariable> variables) => variables.ForEach(_function.Add);

    /// <summary>Finds the variable that a name refers to. If it belongs to an enclosing function, it becomes an upvalue of the functions in between.</summary>
    private LocalVariable? Resolve(LuaString name)
    {
        var users = new Stack<FunctionScope>();
        for (var scope = _function; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(name) is { } variable)
            {
                Capture(variable, users);
                return variable;
            }

            users.Push(scope);
        }

        return null;
    }

    private void Capture(LocalVariable variable, Stack<FunctionScope> users)
    {
        foreach (var user in users)
        {
            variable.IsCaptured = true;
            if (user.AddUpvalue(variable) is { } problem)
            {
                throw lexer.BareError(problem);
            }
        }
    }
}
