using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

internal abstract record Statement(int Line) : Node(Line);

/// <summary>Statements with their own scope. <paramref name="EndLine"/> is the line of the token that ends the block.</summary>
internal sealed record Block(int Line, IReadOnlyList<Statement> Statements, int EndLine) : Node(Line);

/// <summary>A local variable or parameter. All references to it share one object.</summary>
internal sealed class LocalVariable(LuaString name, int line)
{
    internal LuaString Name { get; } = name;

    /// <summary>The line of its declaration.</summary>
    internal int Line { get; } = line;

    /// <summary>Whether an inner function uses the variable, so that it may outlive its scope.</summary>
    internal bool IsCaptured { get; set; }
}

/// <summary>A function's parameters and body. The whole script is a function too.</summary>
/// <param name="Line">The line of <c>function</c>; 0 for the script.</param>
/// <param name="Parameters">The parameters in order, including the <c>self</c> of a method.</param>
/// <param name="IsVararg">Whether the parameters end with <c>...</c>; true for the script.</param>
/// <param name="UsesVarargs">Whether <c>...</c> occurs in the body, not counting inner functions.</param>
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
    /// <summary>
    /// The local variable <c>arg</c>, which a function with <c>...</c> has in addition to its parameters; null for other functions, and for the script. It
    /// holds a table of the extra arguments, with their number as <c>n</c>. If <see cref="UsesVarargs"/> is true, it is nil.
    /// </summary>
    internal LocalVariable? ArgTable { get; init; }
}

internal sealed record LocalStatement(int Line, IReadOnlyList<LocalVariable> Variables, IReadOnlyList<Expression> Values) : Statement(Line);

/// <summary>The targets are <see cref="NameExpression"/> and <see cref="IndexExpression"/> only.</summary>
internal sealed record AssignmentStatement(int Line, IReadOnlyList<Expression> Targets, IReadOnlyList<Expression> Values) : Statement(Line);

/// <summary>A call that is made for its effect: a <see cref="CallExpression"/> or <see cref="MethodCallExpression"/>.</summary>
internal sealed record CallStatement(int Line, Expression Call) : Statement(Line);

internal sealed record DoStatement(int Line, Block Body) : Statement(Line);

internal sealed record WhileStatement(int Line, Expression Condition, Block Body) : Statement(Line);

/// <summary>The locals of the body are in scope in the condition.</summary>
internal sealed record RepeatStatement(int Line, Block Body, Expression Condition) : Statement(Line);

internal sealed record IfStatement(int Line, IReadOnlyList<IfClause> Clauses, Block? Else) : Statement(Line);

internal sealed record IfClause(int Line, Expression Condition, Block Body) : Node(Line);

/// <summary><c>for variable = start, limit, step do … end</c>. <paramref name="Line"/> is the line of <c>do</c>, for which bad values are reported.</summary>
internal sealed record NumericForStatement(
    int Line, LocalVariable Variable, Expression Start, Expression Limit, Expression? Step, Block Body) : Statement(Line);

/// <summary>
/// <c>for variables in values do … end</c>. <paramref name="Line"/> is the line of the first value, for which a failing iterator is reported.
/// </summary>
internal sealed record GenericForStatement(
    int Line, IReadOnlyList<LocalVariable> Variables, IReadOnlyList<Expression> Values, Block Body) : Statement(Line);

/// <summary><c>function a.b.c:d() … end</c>. A method has <c>self</c> among its parameters.</summary>
internal sealed record FunctionStatement(int Line, Expression Target, FunctionBody Body) : Statement(Line);

internal sealed record LocalFunctionStatement(int Line, LocalVariable Variable, FunctionBody Body) : Statement(Line);

internal sealed record ReturnStatement(int Line, IReadOnlyList<Expression> Values) : Statement(Line);

internal sealed record BreakStatement(int Line) : Statement(Line);
