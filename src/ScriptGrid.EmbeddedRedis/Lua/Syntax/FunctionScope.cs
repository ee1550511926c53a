using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>What the parser knows of a function under way: the variables in sight and the blocks around.</summary>
/// <param name="parent">The enclosing function; null for the script.</param>
/// <param name="line">The line of the definition; 0 for the script.</param>
internal sealed class FunctionScope(FunctionScope? parent, int line)
{
    private const int MaxLocals = 200;
    private const int MaxUpvalues = 60;

    /// <summary>The variables in sight, innermost last; null for those that loops keep for themselves.</summary>
    private readonly List<LocalVariable?> _locals = [];

    private readonly HashSet<LocalVariable> _upvalues = [];

    internal FunctionScope? Parent { get; } = parent;

    internal bool IsVararg { get; set; }

    internal bool UsesVarargs { get; set; }

    /// <summary>The loops around the statement under way, in this function.</summary>
    internal int Loops { get; set; }

    /// <summary>How many registers Lua's compiler would use at this point, those of the variables in sight included.</summary>
    internal int Registers { get; set; }

    internal int LocalCount => _locals.Count;

    /// <summary>Begins the sight of a variable.</summary>
    internal void Add(LocalVariable? variable) => _locals.Add(variable);

    /// <summary>Ends the sight of all variables but the first <paramref name="count"/>.</summary>
    internal void Leave(int count) => _locals.RemoveRange(count, _locals.Count - count);

    internal LocalVariable? Find(LuaString name) => _locals.FindLast(variable => variable is not null && variable.Name.Equals(name));

    /// <summary>Whether a variable is one of this function's own.</summary>
    internal bool Owns(LocalVariable variable) => _locals.Contains(variable);

    /// <summary>The problem with one more variable while <paramref name="pending"/> others are not yet in sight, if there is one.</summary>
    internal string? LimitOnLocals(int pending) =>
        _locals.Count + pending + 1 > MaxLocals ? Limit(MaxLocals, "local variables") : null;

    /// <summary>Notes that this function uses a variable of an enclosing one; gives the problem with that, if there is one.</summary>
    internal string? AddUpvalue(LocalVariable variable) =>
        _upvalues.Add(variable) && _upvalues.Count > MaxUpvalues ? Limit(MaxUpvalues, "upvalues") : null;

    /// <summary>The words of the compiler for what there is too much of.</summary>
    internal string Limit(int most, string what) =>
        line == 0 ? $"main function has more than {most} {what}" : $"function at line {line} has more than {most} {what}";
}
