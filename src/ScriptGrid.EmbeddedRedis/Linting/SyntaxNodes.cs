using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Walks syntax trees. It uses loops instead of recursion, because chains of operators and fields are as deep as they are long.</summary>
internal static class SyntaxNodes
{
    /// <summary>Returns a node and all nodes below it, in the order of the source.</summary>
    internal static IEnumerable<Node> Within(Node root, bool intoFunctions = true)
    {
        var pending = new Stack<Node>([root]);
        while (pending.TryPop(out var node))
        {
            yield return node;
            if (intoFunctions || node == (object)root || node is not FunctionBody)
            {
                foreach (var child in Children(node).Reverse())
                {
                    pending.Push(child);
                }
            }
        }
    }

    /// <summary>Whether a value list ends with an expression that may yield any number of values.</summary>
    internal static bool IsOpen(IReadOnlyList<Expression> values) =>
        values is [.., CallExpression or MethodCallExpression or VarargExpression];

    /// <summary>Returns the line to report for an expression.</summary>
    internal static int LineOf(Expression expression) => expression is NameExpression name ? name.SourceLine : expression.Line;

    internal static Expression WithoutParentheses(Expression expression)
    {
        while (expression is ParenthesizedExpression { Inner: var inner })
        {
            expression = inner;
        }

        return expression;
    }

    private static IEnumerable<Node> Children(Node node) => node switch
    {
        Block block => block.Statements,
        FunctionBody function => [function.Body],
        Expression expression => Children(expression),
        Statement statement => Children(statement),
        IfClause clause => [clause.Condition, clause.Body],
        TableField { Key: { } key } field => [key, field.Value],
        TableField field => [field.Value],
        _ => [],
    };

    private static IEnumerable<Node> Children(Expression expression) => expression switch
    {
        FunctionExpression function => [function.Body],
        IndexExpression index => [index.Target, index.Key],
        CallExpression call => [call.Target, .. call.Arguments],
        MethodCallExpression call => [call.Target, .. call.Arguments],
        UnaryExpression unary => [unary.Operand],
        BinaryExpression binary => [binary.Left, binary.Right],
        ParenthesizedExpression parenthesized => [parenthesized.Inner],
        TableExpression table => table.Fields,
        _ => [],
    };

    private static IEnumerable<Node> Children(Statement statement) => statement switch
    {
        LocalStatement local => local.Values,
        AssignmentStatement assignment => [.. assignment.Targets, .. assignment.Values],
        CallStatement call => [call.Call],
        DoStatement block => [block.Body],
        WhileStatement loop => [loop.Condition, loop.Body],
        RepeatStatement loop => [loop.Body, loop.Condition],
        IfStatement { Else: { } otherwise } branch => [.. branch.Clauses, otherwise],
        IfStatement branch => branch.Clauses,
        NumericForStatement { Step: { } step } loop => [loop.Start, loop.Limit, step, loop.Body],
        NumericForStatement loop => [loop.Start, loop.Limit, loop.Body],
        GenericForStatement loop => [.. loop.Values, loop.Body],
        FunctionStatement function => [function.Target, function.Body],
        LocalFunctionStatement function => [function.Body],
        ReturnStatement result => result.Values,
        _ => [],
    };
}
