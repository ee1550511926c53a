using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>The parser's state for the current function: the variables in scope and the enclosing loops.</summary>
/// <param name="parent">The enclosing function; null for the script.</param>
/// <param name="line">The line of the definition; 0 for the script.</param>
internal sealed class FunctionScope(FunctionScope? parent, int line)
{
    private const int MaxLocals = 200;
    private const int MaxUpvalues = 60;

    /// <summary>The variables in scope, innermost last; null for the hidden ones of loops.</summary>
    private readonly List<LocalVariable?> _locals = [];

    private readonly HashSet<LocalVariable> _upvalues = [];

    internal FunctionScope? Parent { get; } = parent;

    internal bool IsVararg { get; set; }

    internal bool UsesVarargs { get; set; }

    /// <summary>The number of loops around the current statement, in this function.</summary>
    internal int Loops { get; set; }

    /// <summary>The number of registers that Lua's compiler would use at this point, including those of the variables in scope.</summary>
    internal int Registers { get; set; }

    internal int LocalCount => _locals.Count;

    /// <summary>Begins the scope of a variable.</summary>
    internal void Add(LocalVariable? variable) => _locals.Add(variable);

    /// <summary>Ends the scope of all variables except the first <paramref name="count"/>.</summary>
    internal void Leave(int count) => _locals.RemoveRange(count, _locals.Count - count);

    internal LocalVariable? Find(LuaString name) => _locals.FindLast(variable => variable is not null && variable.Name.Equals(name));

    /// <summary>Whether a variable belongs to this function.</summary>
    internal bool Owns(LocalVariable variable) => _locals.Contains(variable);

    /// <summary>Returns the problem with one more variable while <paramref name="pending"/> others are not yet in scope; null if there is none.</summary>
    internal string? LimitOnLocals(int pending) =>
        _locals.Count + pending + 1 > MaxLocals ? Limit(MaxLocals, "local variables") : null;

    /// <summary>Notes that this function uses a variable of an enclosing one. Returns the problem with that; null if there is none.</summary>
    internal string? AddUpvalue(LocalVariable variable) =>
        _upvalues.Add(variable) && _upvalues.Count > MaxUpvalues ? Limit(MaxUpvalues, "upvalues") : null;

    /// <summary>Returns the compiler's message for an exceeded limit.</summary>
    internal string Limit(int most, string what) =>
        line == 0 ? $"main function has more than {most} {what}" : $"function at line {line} has more than {most} {what}";
}
