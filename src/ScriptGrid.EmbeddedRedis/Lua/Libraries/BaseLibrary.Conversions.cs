using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <content><c>tostring</c> and <c>tonumber</c>.</content>
internal static partial class BaseLibrary
{
    /// <summary>Parsing a digit takes as long as copying this many bytes.</summary>
    private const int BytesPerDigit = 32;

    private static ReadOnlySpan<byte> Blanks => " \t\n\v\f\r"u8;

    private static readonly LuaString TrueText = LuaString.FromText("true");
    private static readonly LuaString FalseText = LuaString.FromText("false");
    private static readonly LuaString NilText = LuaString.FromText("nil");

    private static int ToString(Arguments arguments)
    {
        arguments.CheckAny(0);
        var value = arguments[0];
        var metamethod = arguments.State.Metamethod(value, MetaEvent.ToString);
        return arguments.Return(metamethod.IsNil ? TextOf(arguments.State, value) : arguments.Thread.Call(metamethod, value));
    }

    /// <summary>Returns the text of a value, and ignores metamethods.</summary>
    internal static LuaString TextOf(LuaState state, LuaValue value) => value.Type switch
    {
        LuaType.Nil => NilText,
        LuaType.Boolean => value.IsFalse ? FalseText : TrueText,
        LuaType.Number => LuaNumber.ToLuaString(value.Number),
        LuaType.String => value.AsString!,
        LuaType.LightUserData when value.Object == LuaLightUserData.Null => LuaString.FromText("userdata: (nil)"),
        LuaType.LightUserData => LuaString.FromText($"userdata: 0x{state.AddressOf(value.Object!):x}"),
        _ => LuaString.FromText($"{Arguments.NameOf(value.Type)}: 0x{state.AddressOf(value.Object!):x}"),
    };

    private static int ToNumber(Arguments arguments)
    {
        long radix = (int)arguments.OptionalInteger(1, 10);
        if (radix == 10)
        {
            arguments.CheckAny(0);
            return arguments.Return(LuaArithmetic.TryNumber(arguments[0], out double number) ? number : LuaValue.Nil);
        }

        var text = arguments.CheckString(0);
        if (radix is < 2 or > 36)
        {
            throw arguments.Bad(1, "base out of range");
        }

        arguments.State.ChargeBytes((long)BytesPerDigit * text.Length);
        return arguments.Return(TryParse(text.Span, (uint)radix, out double parsed) ? parsed : LuaValue.Nil);
    }

    /// <summary>
    /// Parses an integer like C's <c>strtoul</c>: a minus negates the number within 64 bits, and a number that is too large becomes the largest one. Only
    /// blanks may follow.
    /// </summary>
    private static bool TryParse(ReadOnlySpan<byte> text, uint radix, out double number)
    {
        int zero = text.TrimStart(Blanks).IndexOf((byte)0); // Counted from the end of the leading blanks.
        text = (zero < 0 ? text : text.TrimStart(Blanks)[..zero]).Trim(Blanks);
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            text = text[1..];
        }

        if (radix == 16 && text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x')
        {
            text = text[2..];
        }

        UInt128 value = 0;
        foreach (byte character in text)
        {
            uint digit = DigitOf(character);
            if (digit >= radix)
            {
                number = 0;
                return false;
            }

            value = UInt128.Min((value * radix) + digit, UInt128.One << 64);
        }

        bool isTooLarge = value > ulong.MaxValue;
        ulong wrapped = isNegative ? 0 - (ulong)value : (ulong)value;
        number = isTooLarge ? ulong.MaxValue : wrapped;
        return text.Length > 0;
    }

    private static uint DigitOf(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)character - '0',
        >= (byte)'a' and <= (byte)'z' => (uint)character - 'a' + 10,
        >= (byte)'A' and <= (byte)'Z' => (uint)character - 'A' + 10,
        _ => uint.MaxValue,
    };
}
