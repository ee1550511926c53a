using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <content>The names of instructions' operands in messages.</content>
internal sealed partial class FunctionCompiler
{
    private static readonly LuaString UnknownName = LuaString.FromText("?");

    /// <summary>Notes the name of an operand of the last emitted instruction. Names must be noted in ascending order of instructions.</summary>
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

    /// <summary>
    /// Returns the operand of a chain of <c>and</c> and <c>or</c> that gives its value a name; null if there is none. Lua searches for the instruction that
    /// filled the register, and takes every forward jump on its way. If it gets to the last operand, that one gives the name. If the jumps lead past it, it
    /// finds a test, which has no name.
    /// </summary>
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

    /// <summary>Whether the left side is a constant that does not decide the result.</summary>
    private bool AlwaysGoesOn(BinaryOperator operation, Expression left) =>
        Settled(left) is { Kind: PlaceKind.Constant, Constant: var constant } && constant.IsTruthy == (operation == BinaryOperator.And);
}
