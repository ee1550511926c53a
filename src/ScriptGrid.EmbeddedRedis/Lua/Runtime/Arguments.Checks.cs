using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>What the <c>luaL_check…</c> functions of Lua's C library do, with their messages.</summary>
internal readonly partial struct Arguments
{
    private static readonly string[] TypeNames =
        ["nil", "boolean", "userdata", "number", "string", "table", "function", "userdata", "thread"];

    /// <summary>The name that <c>type</c> gives.</summary>
    internal static string NameOf(LuaType type) => TypeNames[(int)type];

    internal void CheckAny(int index)
    {
        if (index >= Count)
        {
            throw Bad(index, "value expected");
        }
    }

    /// <summary>A string, or a number as its text.</summary>
    internal LuaString CheckString(int index)
    {
        var value = this[index];
        return value.AsString ?? (value.IsNumber ? LuaNumber.ToLuaString(value.Number) : throw BadType(index, "string"));
    }

    internal LuaString? OptionalString(int index) => this[index].IsNil ? null : CheckString(index);

    /// <summary>A number, or a string that reads as one.</summary>
    internal double CheckNumber(int index)
    {
        var value = this[index];
        if (value.IsNumber)
        {
            return value.Number;
        }

        return value.AsString is { } text && LuaNumber.TryParse(text.Span, out double number) ? number : throw BadType(index, "number");
    }

    /// <summary>A number cut to an integer as C's cast to <c>ptrdiff_t</c> does.</summary>
    internal long CheckInteger(int index) => ToInteger(CheckNumber(index));

    internal long OptionalInteger(int index, long otherwise) => this[index].IsNil ? otherwise : CheckInteger(index);

    internal LuaTable CheckTable(int index) => this[index].AsTable ?? throw BadType(index, "table");

    internal LuaFunction CheckFunction(int index) => this[index].AsFunction ?? throw BadType(index, "function");

    /// <summary>"bad argument #2 to 'rep' (number expected, got nil)", with the position of the caller.</summary>
    internal LuaException BadType(int index, string expected) =>
        Bad(index, $"{expected} expected, got {(index < Count ? NameOf(this[index].Type) : "no value")}");

    /// <summary>"bad argument #2 to 'rep' (<paramref name="message"/>)", with the position and in the words of the caller.</summary>
    internal LuaException Bad(int index, string message) => Thread.BadArgument(index, message);

    /// <summary><paramref name="message"/> behind the position of the caller, as <c>luaL_error</c> makes it.</summary>
    internal LuaException Error(string message) => Thread.Error(message);

    /// <summary>C's conversion on x86-64: what does not fit, NaN too, becomes the smallest value.</summary>
    internal static long ToInteger(double number) =>
        number is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)number : long.MinValue;
}
