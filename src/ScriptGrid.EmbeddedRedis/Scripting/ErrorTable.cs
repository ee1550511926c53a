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

    /// <summary>
    /// Returns what <c>redis.error_reply</c> makes of a text: a code up to the first blank, and a message. A leading minus is removed, and a text without a blank
    /// is a message with the code ERR. Line breaks around the message go, but those before the code stay.
    /// </summary>
    internal static LuaTable OfReply(LuaString text)
    {
        string error = ScriptError.TextOf(text);
        error = (error.StartsWith('-') ? error[1..] : error).TrimEnd('\r', '\n');
        int blank = error.IndexOf(' ', StringComparison.Ordinal);
        string code = blank < 0 ? "ERR" : error[..blank];
        return Of($"{code} {error[(blank + 1)..].Trim('\r', '\n')}");
    }
}
