namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>A function: a closure of a script, or a function in C#.</summary>
internal abstract class LuaFunction : LuaObject
{
    internal sealed override LuaType Type => LuaType.Function;
}
