namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>A function: a closure of the script's or one that C# provides.</summary>
internal abstract class LuaFunction : LuaObject
{
    internal sealed override LuaType Type => LuaType.Function;
}
