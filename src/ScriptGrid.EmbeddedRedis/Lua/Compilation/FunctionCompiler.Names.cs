using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

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

    private (string Kind, LuaString Name)? Describe(Expression expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpression parenthesized:
                    expression = parenthesized.Inner;
                    break;
                case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                    if (Telling(logic) is not { } operand)
                    {
                        return null;
                    }

                    expression = operand;
                    break;
                case NameExpression { Variable: null } global:
                    return ("global", global.Name);
                case NameExpression name:
                    return (_registers.ContainsKey(name.Variable!) ? "local" : "upvalue", name.Name);
                case IndexExpression index:
                    return ("field", Strip(index.Key) is StringExpression key ? key.Value : UnknownName);
                default:
                    return null;
            }
        }
    }

    /// <summary>Lua looks back for the instruction that filled the register, and takes every jump forward on its way. So the operand that tells the name is
    /// the last one if it gets there, and none if the jumps lead behind it: then the instruction is a test.</summary>
    private Expression? Telling(BinaryExpression root)
    {
        var chain = new Stack<BinaryExpression>();
        Expression operand = root;
        while (Strip(operand) is BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic)
        {
            chain.Push(logic);
            operand = logic.Left;
        }

        while (chain.TryPop(out var link))
        {
            if (AlwaysGoesOn(link.Operator, Strip(operand)))
            {
                operand = link.Right;
                continue;
            }

            var decided = link.Operator;
            while (link.Operator == decided)
            {
                if (!chain.TryPop(out link))
                {
                    return null;
                }
            }

            operand = link.Right;
        }

        return operand;
    }

    /// <summary>Whether the left side is a constant that decides nothing.</summary>
    private bool AlwaysGoesOn(BinaryOperator operation, Expression left) =>
        Settled(left) is { Kind: PlaceKind.Constant, Constant: var constant } && constant.IsTruthy == (operation == BinaryOperator.And);
}
