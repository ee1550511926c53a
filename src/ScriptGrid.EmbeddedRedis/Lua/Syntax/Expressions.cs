using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>A node of the syntax tree.</summary>
/// <param name="Line">The line, counted from 1, for which Lua 5.1 reports an error in the node.</param>
internal abstract record Node(int Line);

internal abstract record Expression(int Line) : Node(Line);

internal sealed record NilExpression(int Line) : Expression(Line);

internal sealed record BooleanExpression(int Line, bool Value) : Expression(Line);

internal sealed record NumberExpression(int Line, double Value) : Expression(Line);

internal sealed record StringExpression(int Line, LuaString Value) : Expression(Line);

/// <summary><c>...</c></summary>
internal sealed record VarargExpression(int Line) : Expression(Line);

internal sealed record FunctionExpression(int Line, FunctionBody Body) : Expression(Line);

/// <summary>A name: a local variable, one of an enclosing function, or a global. <see cref="Variable"/> says which.</summary>
/// <param name="Line">The line at which the value is loaded or stored.</param>
/// <param name="Name">The name as written.</param>
/// <param name="Variable">The local variable, possibly of an enclosing function, that the name refers to; null for a global.</param>
internal sealed record NameExpression(int Line, LuaString Name, LocalVariable? Variable) : Expression(Line)
{
    /// <summary>The line of the name.</summary>
    internal int SourceLine { get; init; } = Line;
}

/// <summary><c>target[key]</c> and <c>target.key</c>.</summary>
internal sealed record IndexExpression(int Line, Expression Target, Expression Key) : Expression(Line);

/// <summary><c>target(arguments)</c>.</summary>
internal sealed record CallExpression(int Line, Expression Target, IReadOnlyList<Expression> Arguments) : Expression(Line);

/// <summary><c>target:name(arguments)</c>.</summary>
/// <param name="Line">The line of the call.</param>
/// <param name="Target">The object that has the method.</param>
/// <param name="Name">The name of the method.</param>
/// <param name="Arguments">The arguments without <c>self</c>.</param>
internal sealed record MethodCallExpression(int Line, Expression Target, LuaString Name, IReadOnlyList<Expression> Arguments) : Expression(Line)
{
    /// <summary>The line of the name, at which the method is looked up.</summary>
    internal int NameLine { get; init; } = Line;
}

internal sealed record UnaryExpression(int Line, UnaryOperator Operator, Expression Operand) : Expression(Line);

/// <summary>
/// A binary operator, including <c>and</c> and <c>or</c>. A chain of left-associative operators leans left and is as deep as it is long, so walk it with a
/// loop.
/// </summary>
internal sealed record BinaryExpression(int Line, BinaryOperator Operator, Expression Left, Expression Right) : Expression(Line);

/// <summary><c>(inner)</c>, which reduces several values to one.</summary>
internal sealed record ParenthesizedExpression(int Line, Expression Inner) : Expression(Line);

/// <summary><c>{…}</c>, with the fields in their order.</summary>
internal sealed record TableExpression(int Line, IReadOnlyList<TableField> Fields) : Expression(Line);

/// <summary>A field of a table constructor. <paramref name="Key"/> is null if the field is positional.</summary>
internal sealed record TableField(int Line, Expression? Key, Expression Value) : Node(Line);

internal enum UnaryOperator
{
    Negate,
    Not,
    Length,
}

internal enum BinaryOperator
{
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Concat,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
}
