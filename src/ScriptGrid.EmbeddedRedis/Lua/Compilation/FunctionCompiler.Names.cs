using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <content>What messages call the operands of instructions.</content>
internal sealed partial class FunctionCompiler
{
    private static readonly LuaString UnknownName = LuaString.FromText("?");

    /// <summary>Notes the name of an operand of the instruction emitted last. Operands are named in ascending order of instructions.</summary>
    private void Name(Operand operand, Expression expression)
    {
        if (Describe(expression) is var (kind, name))
        {
            _names.Add(new OperandName(_code.Count - 1, operand, kind, name));
        }
    }

    /// <summary>Lua looks back for the instruction that filled the register: of <c>a or b</c> that is a test, which tells no name.</summary>
    private (string Kind, LuaString Name)? Describe(Expression expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpression parenthesized:
                    expression = parenthesized.Inner;
                    break;
                case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic when AlwaysGoesOn(logic):
                    expression = logic.Right;
                    break;
                case NameExpression { Variable: null } global:
                    return ("global", global.Name);
                case NameExpression name when _registers.ContainsKey(name.Variable!):
                    return ("local", name.Name);
                case NameExpression name:
                    return ("upvalue", name.Name);
                case IndexExpression index:
                    return ("field", index.Key is StringExpression key ? key.Value : UnknownName);
                default:
                    return null;
            }
        }
    }

    /// <summary>Whether the left side is a constant that decides nothing.</summary>
    private static bool AlwaysGoesOn(BinaryExpression logic) => logic.Operator == BinaryOperator.And
        ? logic.Left is NumberExpression or StringExpression or BooleanExpression { Value: true }
        : logic.Left is BooleanExpression { Value: false };
}
