namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>The types of Lua 5.1, in the order of its <c>LUA_T…</c> constants.</summary>
internal enum LuaType
{
    Nil,
    Boolean,
    LightUserData,
    Number,
    String,
    Table,
    Function,
    UserData,
    Thread,
}
