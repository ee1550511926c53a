using System.Runtime.CompilerServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>The operators of numbers that C# does not have as Lua has them.</summary>
internal static class LuaArithmetic
{
    /// <summary>The remainder has the sign of the divisor.</summary>
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

    /// <summary>A number, or a string that reads as one.</summary>
    internal static bool TryNumber(LuaValue value, out double number)
    {
        number = value.Number;
        return value.IsNumber || (value.AsString is { } text && LuaNumber.TryParse(text.Span, out number));
    }
}
