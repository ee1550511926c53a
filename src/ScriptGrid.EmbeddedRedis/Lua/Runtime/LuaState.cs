namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>One Lua universe: what all its scripts and coroutines share. Used by one thread of execution at a time.</summary>
internal sealed partial class LuaState
{
    internal LuaState(LuaLimits limits)
    {
        Limits = limits;
        MainThread = new LuaThread(this);
    }

    internal LuaLimits Limits { get; }

    internal LuaThread MainThread { get; }

    /// <summary>The table of global variables.</summary>
    internal LuaTable Globals { get; } = new();

    /// <summary>The metatable that all strings share.</summary>
    internal LuaTable? StringMetatable { get; set; }
}
