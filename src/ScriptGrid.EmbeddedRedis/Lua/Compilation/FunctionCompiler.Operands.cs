using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <content>The places of operands before an instruction uses them.</content>
internal sealed partial class FunctionCompiler
{
    private enum PlaceKind
    {
        Register,

        /// <summary>
        /// A captured variable of this function. As in Lua, it is read when the instruction runs, and not before the other operand is evaluated.
        /// </summary>
        Cell,
        Constant,
    }

    private readonly record struct Place(PlaceKind Kind, int Register, LuaValue Constant)
    {
        internal bool IsNumber => Kind == PlaceKind.Constant && Constant.IsNumber;

        internal static Place In(int register) => new(PlaceKind.Register, register, LuaValue.Nil);
    }

    private static Expression Strip(Expression expression)
    {
        while (expression is ParenthesizedExpression parenthesized)
        {
            expression = parenthesized.Inner;
        }

        return expression;
    }

    /// <summary>Returns the place of an expression that needs no instruction, which is a constant or a local variable; null for any other.</summary>
    private Place? Settled(Expression expression)
    {
        switch (expression)
        {
            case NilExpression:
                return new Place(PlaceKind.Constant, 0, LuaValue.Nil);
            case BooleanExpression boolean:
                return new Place(PlaceKind.Constant, 0, boolean.Value);
            case NumberExpression number:
                return new Place(PlaceKind.Constant, 0, number.Value);
            case StringExpression text:
                return new Place(PlaceKind.Constant, 0, text.Value);
            case NameExpression { Variable: { } variable } when _registers.TryGetValue(variable, out int register):
                return new Place(variable.IsCaptured ? PlaceKind.Cell : PlaceKind.Register, register, LuaValue.Nil);
            case UnaryExpression { Operator: UnaryOperator.Negate } negation when Settled(Strip(negation.Operand)) is { IsNumber: true } operand:
                return Folded(-operand.Constant.Number);
            default:
                return null;
        }
    }

    private static Place? Folded(double number) => double.IsNaN(number) ? null : new Place(PlaceKind.Constant, 0, number);

    /// <summary>Evaluates an operand, into a new register if it needs one.</summary>
    private Place Evaluate(Expression expression)
    {
        expression = Strip(expression);
        return Settled(expression) ?? Place.In(ToNext(expression));
    }

    /// <summary>Returns the register of an operand, and loads it into a new one if necessary.</summary>
    private int RegisterOf(Place place, int line)
    {
        if (place.Kind == PlaceKind.Register)
        {
            return place.Register;
        }

        int register = Reserve(1, line);
        Load(place, register, line);
        return register;
    }

    private void Load(Place place, int target, int line)
    {
        switch (place.Kind)
        {
            case PlaceKind.Register when place.Register != target:
                Emit(Op.Move, target, place.Register, 0, line);
                break;
            case PlaceKind.Cell:
                Emit(Op.GetCell, target, place.Register, 0, line);
                break;
            case PlaceKind.Constant when place.Constant.IsNil:
                Emit(Op.LoadNil, target, target, 0, line);
                break;
            case PlaceKind.Constant:
                Emit(Op.LoadConstant, target, 0, Constant(place.Constant), line);
                break;
        }
    }

    /// <summary>Returns a register, or a constant whose index fits in the sixteen bits of operand B.</summary>
    private (int Index, bool IsConstant) ShortOperand(Place place, int line)
    {
        if (place.Kind == PlaceKind.Constant && Constant(place.Constant) is var index and <= ushort.MaxValue)
        {
            return (index, true);
        }

        return (RegisterOf(place, line), false);
    }

    /// <summary>Returns a register, or the complement of a constant's index, in the form that stores have in operand C.</summary>
    private int ValueOperand(Place place, int line) =>
        place.Kind == PlaceKind.Constant ? ~Constant(place.Constant) : RegisterOf(place, line);
}
