using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>What Redis's error handler in Lua does: makes a table of any error and writes into it where it arose.</summary>
internal static class ErrorHandler
{
    /// <summary>The name that the handler's own code has in Redis, and the line at which it fails.</summary>
    private const string OwnChunk = "err_handler_def";
    private const int OwnLine = 10;

    /// <summary>The error that the handler makes of one that a script or its end from outside raised.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="position">Where it arose.</param>
    internal static ScriptError Handle(Exception error, LuaPosition? position)
    {
        if (error is not LuaException { Value: var value })
        {
            return ScriptError.Of(Handle(ErrorTable.Of(error.Message), position));
        }

        if (value.AsTable is { IsReadOnly: true })
        {
            return new ScriptError($"ERR {OwnChunk}:{OwnLine}: Attempt to modify a readonly table", "@" + OwnChunk, $"{OwnLine}", IsCounted: false);
        }

        return ScriptError.Of(Handle(value, position));
    }

    /// <summary>The table of an error, with its position.</summary>
    internal static LuaTable Handle(LuaValue error, LuaPosition? position)
    {
        var table = error.AsTable ?? ErrorTable.Of("ERR " + TextOf(error));
        if (position is { } known)
        {
            table[LuaNames.Source] = known.Source;
            table[LuaNames.Line] = known.Line;
        }

        return table;
    }

    private static string TextOf(LuaValue error) => error.AsString?.ToString() ?? error.ToString();
}
