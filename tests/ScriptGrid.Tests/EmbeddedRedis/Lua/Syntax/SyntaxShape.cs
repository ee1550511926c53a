using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Syntax;

/// <summary>The nodes of a tree in order, without lines: two trees of one shape mean the same.</summary>
internal static class SyntaxShape
{
    public static string Of(FunctionBody script)
    {
        var variables = new Dictionary<LocalVariable, int>();
        var shape = new StringBuilder();
        foreach (Node node in SyntaxNodes.Within(script))
        {
            shape.Append(node.GetType().Name).Append(Content(node, variables)).Append('\n');
        }

        return shape.ToString();
    }

    /// <summary>A local variable is the number of its first mention: the same in both trees if names are resolved alike.</summary>
    private static string Content(Node node, Dictionary<LocalVariable, int> variables) => node switch
    {
        NameExpression { Variable: { } variable } name => $" {name.Name} {Number(variable, variables)} {variable.IsCaptured}",
        NameExpression name => $" {name.Name}",
        NumberExpression number => " " + number.Value.ToString("R", CultureInfo.InvariantCulture),
        StringExpression text => " " + Convert.ToHexString(text.Value.Span),
        BooleanExpression boolean => " " + boolean.Value,
        UnaryExpression unary => " " + unary.Operator,
        BinaryExpression binary => " " + binary.Operator,
        MethodCallExpression call => $" {call.Name} {call.Arguments.Count}",
        CallExpression call => $" {call.Arguments.Count}",
        Block block => $" {block.Statements.Count}",
        TableExpression table => $" {table.Fields.Count}",
        TableField field => $" {field.Key is not null}",
        FunctionBody body => $" {body.Parameters.Count} {body.IsVararg} {body.UsesVarargs} {body.ArgTable is not null}",
        LocalStatement local => $" {local.Variables.Count} {local.Values.Count}",
        AssignmentStatement assignment => $" {assignment.Targets.Count} {assignment.Values.Count}",
        ReturnStatement result => $" {result.Values.Count}",
        IfStatement branch => $" {branch.Clauses.Count} {branch.Else is not null}",
        _ => "",
    };

    private static int Number(LocalVariable variable, Dictionary<LocalVariable, int> variables)
    {
        if (!variables.TryGetValue(variable, out int number))
        {
            variables.Add(variable, number = variables.Count);
        }

        return number;
    }
}
