using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Errors as scripts see them: tables with the field <c>err</c>.</summary>
internal static class ErrorTable
{
    /// <param name="message">The message, which begins with a code.</param>
    internal static LuaTable Of(LuaValue message)
    {
        var table = new LuaTable(0, 1);
        table[LuaNames.Err] = message;
        return table;
    }

    /// <summary>Returns an error that the server's statistics have already counted, and marks it so.</summary>
    internal static LuaTable OfCounted(string message)
    {
        var table = new LuaTable(0, 2);
        table[LuaNames.IgnoreErrorStatsUpdate] = true;
        table[LuaNames.Err] = message;
        return table;
    }

    /// <summary>Returns what <c>redis.error_reply</c> makes of a text: a leading minus is removed, and a single word is a message with the code ERR.</summary>
    internal static LuaTable OfReply(LuaString text)
    {
        string message = ScriptError.TextOf(text).Trim('\r', '\n');
        if (message.StartsWith('-'))
        {
            message = message[1..];
        }

        return Of(message.Contains(' ', StringComparison.Ordinal) ? message : $"ERR {message}");
    }
}
