using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>The checks of the <c>luaL_check…</c> functions in Lua's C library, with their messages.</summary>
internal readonly partial struct Arguments
{
    private static readonly string[] TypeNames =
        ["nil", "boolean", "userdata", "number", "string", "table", "function", "userdata", "thread"];

    /// <summary>Returns the name of a type, as <c>type</c> does.</summary>
    internal static string NameOf(LuaType type) => TypeNames[(int)type];

    internal void CheckAny(int index)
    {
        if (index >= Count)
        {
            throw Bad(index, "value expected");
        }
    }

    /// <summary>Returns a string argument. A number is converted to its text.</summary>
    internal LuaString CheckString(int index)
    {
        var value = this[index];
        return value.AsString ?? (value.IsNumber ? LuaNumber.ToLuaString(value.Number) : throw BadType(index, "string"));
    }

    internal LuaString? OptionalString(int index) => this[index].IsNil ? null : CheckString(index);

    /// <summary>Returns a number argument. A string that can be parsed as a number is converted.</summary>
    internal double CheckNumber(int index)
    {
        var value = this[index];
        if (value.IsNumber)
        {
            return value.Number;
        }

        return value.AsString is { } text && LuaNumber.TryParse(text.Span, out double number) ? number : throw BadType(index, "number");
    }

    /// <summary>Returns a number argument truncated to an integer, like C's cast to <c>ptrdiff_t</c>.</summary>
    internal long CheckInteger(int index) => ToInteger(CheckNumber(index));

    internal long OptionalInteger(int index, long otherwise) => this[index].IsNil ? otherwise : CheckInteger(index);

    internal LuaTable CheckTable(int index) => this[index].AsTable ?? throw BadType(index, "table");

    internal LuaFunction CheckFunction(int index) => this[index].AsFunction ?? throw BadType(index, "function");

    /// <summary>Creates the error "bad argument #2 to 'rep' (number expected, got nil)", with the position of the caller.</summary>
    internal LuaException BadType(int index, string expected) =>
        Bad(index, $"{expected} expected, got {(index < Count ? NameOf(this[index].Type) : "no value")}");

    /// <summary>
    /// Creates the error "bad argument #2 to 'rep' (<paramref name="message"/>)", with the position of the caller and the function's name as the caller uses
    /// it.
    /// </summary>
    internal LuaException Bad(int index, string message) => Thread.BadArgument(index, message);

    /// <summary>Creates an error with the position of the caller before <paramref name="message"/>, like <c>luaL_error</c>.</summary>
    internal LuaException Error(string message) => Thread.Error(message);

    /// <summary>Converts like C on x86-64: a number that does not fit, or NaN, becomes the smallest value.</summary>
    internal static long ToInteger(double number) =>
        number is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)number : long.MinValue;
}
