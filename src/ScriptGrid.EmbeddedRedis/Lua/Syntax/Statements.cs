using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

internal abstract record Statement(int Line) : Node(Line);

/// <summary>Statements in a scope of their own. <paramref name="EndLine"/> is the line of the token that ends it.</summary>
internal sealed record Block(int Line, IReadOnlyList<Statement> Statements, int EndLine) : Node(Line);

/// <summary>A local variable or parameter, the same object wherever it is meant.</summary>
internal sealed class LocalVariable(LuaString name, int line)
{
    internal LuaString Name { get; } = name;

    /// <summary>Where it is declared.</summary>
    internal int Line { get; } = line;

    /// <summary>Whether an inner function uses it, so that it may outlive its scope.</summary>
    internal bool IsCaptured { get; set; }
}

/// <summary>A function's parameters and body; the whole script is one too.</summary>
/// <param name="Line">The line of <c>function</c>; 0 for the script.</param>
/// <param name="Parameters">In their order, <c>self</c> of a method included.</param>
/// <param name="IsVararg">Whether it ends in <c>...</c>; the script does.</param>
/// <param name="UsesVarargs">Whether <c>...</c> occurs in the body, inner functions not counted.</param>
/// <param name="Body">The statements.</param>
/// <param name="EndLine">The line of <c>end</c>.</param>
internal sealed record FunctionBody(
    int Line,
    IReadOnlyList<LocalVariable> Parameters,
    bool IsVararg,
    bool UsesVarargs,
    Block Body,
    int EndLine) : Node(Line)
{
    /// <summary>The local variable <c>arg</c> that <c>...</c> among the parameters brings along, not one of them; null where there is no <c>...</c>, and
    /// for the script. It holds the table of the extra arguments, with their number as <c>n</c>, unless <see cref="UsesVarargs"/>: then it is nil.</summary>
    internal LocalVariable? ArgTable { get; init; }
}

internal sealed record LocalStatement(int Line, IReadOnlyList<LocalVariable> Variables, IReadOnlyList<Expression> Values) : Statement(Line);

/// <summary>Targets are <see cref="NameExpression"/> and <see cref="IndexExpression"/> only.</summary>
internal sealed record AssignmentStatement(int Line, IReadOnlyList<Expression> Targets, IReadOnlyList<Expression> Values) : Statement(Line);

/// <summary>A call for its effect: a <see cref="CallExpression"/> or <see cref="MethodCallExpression"/>.</summary>
internal sealed record CallStatement(int Line, Expression Call) : Statement(Line);

internal sealed record DoStatement(int Line, Block Body) : Statement(Line);

internal sealed record WhileStatement(int Line, Expression Condition, Block Body) : Statement(Line);

/// <summary>The condition sees the locals of the body.</summary>
internal sealed record RepeatStatement(int Line, Block Body, Expression Condition) : Statement(Line);

internal sealed record IfStatement(int Line, IReadOnlyList<IfClause> Clauses, Block? Else) : Statement(Line);

internal sealed record IfClause(int Line, Expression Condition, Block Body) : Node(Line);

/// <summary><c>for variable = start, limit, step do … end</c>; <paramref name="Line"/> is that of <c>do</c>, where bad values are reported.</summary>
internal sealed record NumericForStatement(
    int Line, LocalVariable Variable, Expression Start, Expression Limit, Expression? Step, Block Body) : Statement(Line);

/// <summary><c>for variables in values do … end</c>; <paramref name="Line"/> is that of the first value, where a failing iterator is reported.</summary>
internal sealed record GenericForStatement(
    int Line, IReadOnlyList<LocalVariable> Variables, IReadOnlyList<Expression> Values, Block Body) : Statement(Line);

/// <summary><c>function a.b.c:d() … end</c>; a method has <c>self</c> among its parameters.</summary>
internal sealed record FunctionStatement(int Line, Expression Target, FunctionBody Body) : Statement(Line);

internal sealed record LocalFunctionStatement(int Line, LocalVariable Variable, FunctionBody Body) : Statement(Line);

internal sealed record ReturnStatement(int Line, IReadOnlyList<Expression> Values) : Statement(Line);

internal sealed record BreakStatement(int Line) : Statement(Line);
