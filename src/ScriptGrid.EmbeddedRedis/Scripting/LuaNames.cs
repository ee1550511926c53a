using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The keys and texts that Redis and Lua exchange with every call, created once.</summary>
internal static class LuaNames
{
    internal static LuaString Keys { get; } = LuaString.FromText("KEYS");

    internal static LuaString Argv { get; } = LuaString.FromText("ARGV");

    internal static LuaString Ok { get; } = LuaString.FromText("ok");

    internal static LuaString OkText { get; } = LuaString.FromText("OK");

    internal static LuaString QueuedText { get; } = LuaString.FromText("QUEUED");

    internal static LuaString Err { get; } = LuaString.FromText("err");

    internal static LuaString Source { get; } = LuaString.FromText("source");

    internal static LuaString Line { get; } = LuaString.FromText("line");

    /// <summary>The field that marks an error that Redis counted when it arose.</summary>
    internal static LuaString IgnoreErrorStatsUpdate { get; } = LuaString.FromText("ignore_error_stats_update");

    internal static LuaString Map { get; } = LuaString.FromText("map");

    internal static LuaString Set { get; } = LuaString.FromText("set");

    internal static LuaString Double { get; } = LuaString.FromText("double");

    internal static LuaString BigNumber { get; } = LuaString.FromText("big_number");

    internal static LuaString Verbatim { get; } = LuaString.FromText("verbatim_string");

    internal static LuaString Format { get; } = LuaString.FromText("format");

    internal static LuaString Text { get; } = LuaString.FromText("string");
}
