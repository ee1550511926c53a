using System.Runtime.CompilerServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>The operators of Lua's numbers that differ from those of C#.</summary>
internal static class LuaArithmetic
{
    /// <summary>Returns the remainder, which has the sign of the divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Modulo(double left, double right) => left - (Math.Floor(left / right) * right);

    internal static double Power(double left, double right) => right == 2 ? left * left : Math.Pow(left, right);

    internal static double Compute(MetaEvent operation, double left, double right) => operation switch
    {
        MetaEvent.Add => left + right,
        MetaEvent.Subtract => left - right,
        MetaEvent.Multiply => left * right,
        MetaEvent.Divide => left / right,
        MetaEvent.Modulo => Modulo(left, right),
        MetaEvent.Power => Power(left, right),
        _ => -left,
    };

    /// <summary>Gets a number, or the number that a string contains. Returns false if the value is neither.</summary>
    internal static bool TryNumber(LuaValue value, out double number)
    {
        number = value.Number;
        return value.IsNumber || (value.AsString is { } text && LuaNumber.TryParse(text.Span, out number));
    }
}
