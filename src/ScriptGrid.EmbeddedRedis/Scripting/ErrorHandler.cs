using ScriptGrid.EmbeddedRedis.Lua.Libraries;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Does the same as Redis's error handler in Lua: turns any error into a table and adds where it arose.</summary>
internal static class ErrorHandler
{
    /// <summary>The chunk name of the handler's own code in Redis, and the line at which it fails.</summary>
    private const string OwnChunk = "err_handler_def";
    private const int OwnLine = 10;

    private static readonly LuaString OwnSource = LuaString.FromText("@" + OwnChunk);

    /// <summary>The handler. The interpreter calls it while the failed calls are still on the stack. Scripts see it, too.</summary>
    internal static NativeFunction Function { get; } = new("__redis__err__handler", Handle);

    private static int Handle(Arguments arguments)
    {
        var error = arguments[0];
        if (error.AsTable is { IsReadOnly: true })
        {
            var refusal = TableOf(arguments.State, $"{OwnChunk}:{OwnLine}: Attempt to modify a readonly table");
            refusal[LuaNames.Source] = OwnSource;
            refusal[LuaNames.Line] = OwnLine;
            return arguments.Return(refusal);
        }

        var table = error.AsTable ?? TableOf(arguments.State, error);
        var thread = arguments.Thread;
        bool isKnown = thread.TryGetLevel(1, out var level);
        if (isKnown && level.IsNative)
        {
            isKnown = thread.TryGetLevel(2, out level);
        }

        if (isKnown)
        {
            thread.SetIndex(table, LuaNames.Source, level.Source);
            thread.SetIndex(table, LuaNames.Line, level.Line);
        }

        return arguments.Return(table);
    }

    private static LuaTable TableOf(LuaState state, LuaValue error)
    {
        var text = BaseLibrary.TextOf(state, error);
        state.ChargeBytes(text.Length);
        return ErrorTable.Of("ERR " + ScriptError.TextOf(text));
    }
}
