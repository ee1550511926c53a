using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>A function of a script with the variables it captured.</summary>
internal sealed class LuaClosure(Prototype prototype, Cell[] upvalues) : LuaFunction
{
    internal Prototype Prototype { get; } = prototype;

    internal Cell[] Upvalues { get; } = upvalues;
}

/// <summary>A captured variable. Its register refers to it; scripts never see it as a value.</summary>
internal sealed class Cell(LuaValue value) : LuaObject
{
    internal LuaValue Value = value;

    internal override LuaType Type => LuaType.UserData;
}
