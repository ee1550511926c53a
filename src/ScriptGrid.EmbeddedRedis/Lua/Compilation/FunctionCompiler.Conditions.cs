using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <content>Comparisons, <c>and</c>, <c>or</c> and <c>not</c>.</content>
internal sealed partial class FunctionCompiler
{
    /// <summary>Emits code that jumps if the truth of the condition is <paramref name="when"/>, and continues otherwise.</summary>
    private void JumpIf(Expression condition, bool when, List<int> jumps)
    {
        var pending = new Stack<(Expression Right, bool When, List<int> Jumps, List<int>? Skip)>();
        while (true)
        {
            condition = Strip(condition);
            if (condition is UnaryExpression { Operator: UnaryOperator.Not } negation)
            {
                condition = negation.Operand;
                when = !when;
            }
            else if (condition is BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic)
            {
                bool decides = logic.Operator == BinaryOperator.Or;
                var skip = decides == when ? null : new List<int>();
                pending.Push((logic.Right, when, jumps, skip));
                (when, jumps) = (decides, skip ?? jumps);
                condition = logic.Left;
            }
            else
            {
                break;
            }
        }

        JumpIfSimple(condition, when, jumps);
        while (pending.TryPop(out var next))
        {
            JumpIf(next.Right, next.When, next.Jumps);
            PatchHere(next.Skip ?? []);
        }
    }

    private void JumpIfSimple(Expression condition, bool when, List<int> jumps)
    {
        int mark = _free;
        if (condition is BinaryExpression { Operator: < BinaryOperator.Concat } comparison)
        {
            var left = Evaluate(comparison.Left);
            var right = Evaluate(comparison.Right);
            jumps.Add(EmitComparison(comparison, left, right, when));
        }
        else if (Evaluate(condition) is var place && place.Kind != PlaceKind.Constant)
        {
            int register = RegisterOf(place, condition.Line);
            jumps.Add(Emit(when ? Op.JumpIfTrue : Op.JumpIfFalse, register, 0, 0, condition.Line));
        }
        else if (place.Constant.IsTruthy == when)
        {
            jumps.Add(Emit(Op.Jump, 0, 0, 0, condition.Line));
        }

        _free = mark;
    }

    /// <summary>Emits a jump that is taken if the comparison yields <paramref name="when"/>.</summary>
    private int EmitComparison(BinaryExpression comparison, Place left, Place right, bool when)
    {
        int line = comparison.Line;
        switch (comparison.Operator)
        {
            case BinaryOperator.Equal:
                return EmitEquality(left, right, when, line);
            case BinaryOperator.NotEqual:
                return EmitEquality(left, right, !when, line);
            case BinaryOperator.Less:
                return EmitOrder(Op.JumpLessRR, left, right, when, line);
            case BinaryOperator.LessOrEqual:
                return EmitOrder(Op.JumpLessOrEqualRR, left, right, when, line);
            case BinaryOperator.Greater:
                return EmitOrder(Op.JumpLessRR, right, left, when, line);
            default:
                return EmitOrder(Op.JumpLessOrEqualRR, right, left, when, line);
        }
    }

    private int EmitEquality(Place left, Place right, bool when, int line)
    {
        if (left.Kind == PlaceKind.Constant)
        {
            (left, right) = (right, left);
        }

        int first = RegisterOf(left, line);
        var (second, isConstant) = ShortOperand(right, line);
        var op = isConstant ? Op.JumpEqualRK : Op.JumpEqualRR;
        return Emit(when ? op : After(op, 1), first, second, 0, line);
    }

    /// <summary>Emits a comparison of order. The six operations of each are consecutive: RR, RK, KR, each followed by its negation.</summary>
    private int EmitOrder(Op op, Place left, Place right, bool when, int line)
    {
        int negation = when ? 0 : 1;
        if (right.IsNumber && ShortOperand(right, line) is (var limit, true))
        {
            return Emit(After(op, 2 + negation), RegisterOf(left, line), limit, 0, line);
        }

        if (left.IsNumber && ShortOperand(left, line) is (var constant, true))
        {
            return Emit(After(op, 4 + negation), RegisterOf(right, line), constant, 0, line);
        }

        int first = RegisterOf(left, line);
        return Emit(After(op, negation), first, RegisterOf(right, line), 0, line);
    }

    private void BooleanInto(int target, int jump, int line) => BooleanInto(target, [jump], line);

    /// <summary>Turns jumps that are taken if a condition is true into a value.</summary>
    private void BooleanInto(int target, List<int> jumps, int line)
    {
        Emit(Op.LoadConstant, target, 0, Constant(false), line);
        int end = Emit(Op.Jump, 0, 0, 0, line);
        PatchHere(jumps);
        Emit(Op.LoadConstant, target, 0, Constant(true), line);
        PatchHere(end);
    }

    /// <summary>
    /// Evaluates a chain of <c>and</c> and <c>or</c>. An operand that decides the result leaves through one of four lists, depending on its truth and on
    /// whether its value is in the register already, which is not so for a comparison.
    /// </summary>
    private void LogicInto(BinaryExpression root, int register)
    {
        var chain = new Stack<BinaryExpression>();
        Expression operand = root;
        while (Strip(operand) is BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic)
        {
            chain.Push(logic);
            operand = logic.Left;
        }

        var exits = new LogicExits();
        while (chain.TryPop(out var link))
        {
            bool decides = link.Operator == BinaryOperator.Or;
            DecideInto(Strip(operand), decides, exits, register);
            PatchHere(exits.Bare(!decides));
            PatchHere(exits.Loaded(!decides));
            exits.Clear(!decides);
            operand = link.Right;
        }

        Into(operand, register, register);
        _free = register + 1;
        BareExits(exits, register, root.Line);
        PatchHere(exits.Loaded(true));
        PatchHere(exits.Loaded(false));
    }

    /// <summary>Leaves the chain if the truth of the operand is <paramref name="decides"/>.</summary>
    private void DecideInto(Expression operand, bool decides, LogicExits exits, int register)
    {
        if (operand is BinaryExpression { Operator: < BinaryOperator.Concat and not (BinaryOperator.And or BinaryOperator.Or) }
            or UnaryExpression { Operator: UnaryOperator.Not })
        {
            JumpIf(operand, decides, exits.Bare(decides));
        }
        else if (Settled(operand) is not { Kind: PlaceKind.Constant } place)
        {
            Into(operand, register, register);
            exits.Loaded(decides).Add(Emit(decides ? Op.JumpIfTrue : Op.JumpIfFalse, register, 0, 0, operand.Line));
        }
        else if (place.Constant.IsTruthy == decides)
        {
            Load(place, register, operand.Line);
            exits.Loaded(decides).Add(Emit(Op.Jump, 0, 0, 0, operand.Line));
        }

        _free = register + 1;
    }

    private void BareExits(LogicExits exits, int register, int line)
    {
        foreach (bool value in new[] { false, true })
        {
            if (exits.Bare(value).Count > 0)
            {
                exits.Loaded(true).Add(Emit(Op.Jump, 0, 0, 0, line));
                PatchHere(exits.Bare(value));
                Emit(Op.LoadConstant, register, 0, Constant(value), line);
            }
        }
    }

    private sealed class LogicExits
    {
        private readonly List<int>[] _bare = [[], []];
        private readonly List<int>[] _loaded = [[], []];

        internal List<int> Bare(bool value) => _bare[value ? 1 : 0];

        internal List<int> Loaded(bool value) => _loaded[value ? 1 : 0];

        internal void Clear(bool value)
        {
            Bare(value).Clear();
            Loaded(value).Clear();
        }
    }
}
