using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <content>Expressions that yield one value.</content>
internal sealed partial class FunctionCompiler
{
    /// <summary>Evaluates an expression into a new register, which is the topmost afterwards.</summary>
    private int ToNext(Expression expression)
    {
        int register = Reserve(1, expression.Line);
        Into(expression, register, register);
        return register;
    }

    /// <summary>
    /// Evaluates an expression into the register of a variable. The expression may use the variable, because only the last instruction writes it.
    /// </summary>
    private void ToVariable(Expression expression, int register)
    {
        expression = Strip(expression);
        if (Settled(expression) is { } place)
        {
            Load(place, register, expression.Line);
            return;
        }

        int temporary = Reserve(1, expression.Line);
        Into(expression, register, temporary);
        _free = temporary;
    }

    /// <summary>
    /// Evaluates an expression into <paramref name="target"/>. All instructions but the last use <paramref name="temporary"/>, the topmost register.
    /// </summary>
    private void Into(Expression expression, int target, int temporary)
    {
        var chain = new Stack<Expression>();
        expression = Strip(expression);
        while (LeftOf(expression) is { } left)
        {
            chain.Push(expression);
            expression = Strip(left);
        }

        if (chain.Count == 0)
        {
            LeafInto(expression, target, temporary);
            return;
        }

        if (Settled(expression) is not { } place)
        {
            LeafInto(expression, temporary, temporary);
            place = Place.In(temporary);
        }

        while (chain.TryPop(out var link))
        {
            place = LinkInto(link, place, chain.Count == 0 ? target : temporary, temporary);
            _free = temporary + 1;
        }

        Load(place, target, expression.Line);
    }

    /// <summary>Returns the expression that a link of a chain is applied to; null at the beginning of the chain.</summary>
    private static Expression? LeftOf(Expression expression) => expression switch
    {
        IndexExpression index => index.Target,
        CallExpression call => call.Target,
        MethodCallExpression call => call.Target,
        BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Concat } => null,
        BinaryExpression binary => binary.Left,
        _ => null,
    };

    /// <summary>Emits one link of a chain. Its left side is in <paramref name="left"/>.</summary>
    private Place LinkInto(Expression link, Place left, int target, int temporary)
    {
        switch (link)
        {
            case IndexExpression index:
                IndexInto(index, left, target);
                break;
            case CallExpression call:
                Load(left, temporary, call.Line);
                CallInto(call, call.Target, call.Arguments, target, temporary, extra: 0);
                break;
            case MethodCallExpression call:
                SelfInto(call, left, temporary);
                CallInto(call, null, call.Arguments, target, temporary, extra: 1);
                break;
            case BinaryExpression { Operator: >= BinaryOperator.Add } arithmetic:
                return Arithmetic(arithmetic, left, target);
            case BinaryExpression comparison:
                var right = Evaluate(comparison.Right);
                BooleanInto(target, EmitComparison(comparison, left, right, when: true), comparison.Line);
                break;
        }

        return Place.In(target);
    }

    private void LeafInto(Expression expression, int target, int temporary)
    {
        switch (expression)
        {
            case NameExpression { Variable: null } name:
                Emit(Op.GetGlobal, target, 0, Constant(name.Name), name.Line);
                break;
            case NameExpression { Variable: { } variable } name when !_registers.ContainsKey(variable):
                Emit(Op.GetUpvalue, target, UpvalueIndex(variable), 0, name.Line);
                break;
            case VarargExpression vararg:
                Emit(Op.Vararg, target, 0, 2, vararg.Line);
                break;
            case FunctionExpression function:
                Closure(function.Body, target);
                break;
            case TableExpression table:
                TableInto(table, temporary);
                Load(Place.In(temporary), target, table.Line);
                break;
            case UnaryExpression unary when Settled(unary) is null:
                UnaryInto(unary, target);
                break;
            case BinaryExpression { Operator: BinaryOperator.Concat } concat:
                ConcatInto(concat, target, temporary);
                break;
            case BinaryExpression logic:
                LogicInto(logic, temporary);
                Load(Place.In(temporary), target, logic.Line);
                break;
            default:
                Load(Settled(expression)!.Value, target, expression.Line);
                break;
        }

        _free = temporary + 1;
    }

    private void IndexInto(IndexExpression index, Place left, int target)
    {
        var key = Evaluate(index.Key);
        int table = RegisterOf(left, index.Line);
        if (key.Kind == PlaceKind.Constant && (key.Constant.IsString || key.Constant.IsNumber))
        {
            Emit(key.Constant.IsString ? Op.GetField : Op.GetNumber, target, table, Constant(key.Constant), index.Line);
        }
        else
        {
            Emit(Op.GetTable, target, table, RegisterOf(key, index.Line), index.Line);
        }

        Name(Operand.First, index.Target);
    }

    private Place Arithmetic(BinaryExpression expression, Place left, int target)
    {
        var right = Evaluate(expression.Right);
        if (left.IsNumber && right.IsNumber && Fold(expression.Operator, left.Constant.Number, right.Constant.Number) is { } folded)
        {
            return folded;
        }

        int line = expression.Line;
        var op = After(Op.AddRR, (expression.Operator - BinaryOperator.Add) * 3);
        if (right.IsNumber)
        {
            Emit(After(op, 1), target, RegisterOf(left, line), Constant(right.Constant), line);
        }
        else if (left.IsNumber && ShortOperand(left, line) is (var constant, true))
        {
            Emit(After(op, 2), target, constant, RegisterOf(right, line), line);
        }
        else
        {
            int first = RegisterOf(left, line);
            Emit(op, target, first, RegisterOf(right, line), line);
        }

        Name(Operand.First, expression.Left);
        Name(Operand.Second, expression.Right);
        return Place.In(target);
    }

    /// <summary>Computes a constant as Lua's compiler does. Returns null for a division by zero or a result of NaN.</summary>
    private static Place? Fold(BinaryOperator operation, double left, double right) => operation switch
    {
        BinaryOperator.Add => Folded(left + right),
        BinaryOperator.Subtract => Folded(left - right),
        BinaryOperator.Multiply => Folded(left * right),
        BinaryOperator.Divide => right == 0 ? null : Folded(left / right),
        BinaryOperator.Modulo => right == 0 ? null : Folded(LuaArithmetic.Modulo(left, right)),
        _ => Folded(LuaArithmetic.Power(left, right)),
    };

    private void UnaryInto(UnaryExpression unary, int target)
    {
        if (unary.Operator == UnaryOperator.Not && Strip(unary.Operand) is BinaryExpression { Operator: < BinaryOperator.Concat })
        {
            var jumps = new List<int>();
            JumpIf(unary, when: true, jumps);
            BooleanInto(target, jumps, unary.Line);
            return;
        }

        int operand = RegisterOf(Evaluate(unary.Operand), unary.Line);
        var op = unary.Operator switch
        {
            UnaryOperator.Negate => Op.Negate,
            UnaryOperator.Not => Op.Not,
            _ => Op.Length,
        };
        Emit(op, target, operand, 0, unary.Line);
        Name(Operand.First, unary.Operand);
    }

    /// <summary>Evaluates all operands of a chain of concatenations, which leans right, into consecutive registers.</summary>
    private void ConcatInto(BinaryExpression concat, int target, int temporary)
    {
        var operands = new List<Expression> { concat.Left };
        Expression rest = concat.Right;
        while (Strip(rest) is BinaryExpression { Operator: BinaryOperator.Concat } next)
        {
            operands.Add(next.Left);
            rest = next.Right;
        }

        operands.Add(rest);
        Into(operands[0], temporary, temporary);
        int last = temporary;
        for (int i = 1; i < operands.Count; i++)
        {
            last = ToNext(operands[i]);
        }

        Emit(Op.Concat, target, temporary, last, concat.Line);
        for (int i = 0; i < operands.Count; i++)
        {
            Name(Operand.First + i, operands[i]);
        }
    }

    private void Closure(FunctionBody body, int target)
    {
        _prototypes.Add(new FunctionCompiler(body, _chunkName, _source, this, _intern, _charge).Run());
        Emit(Op.Closure, target, 0, _prototypes.Count - 1, body.EndLine);
    }
}
