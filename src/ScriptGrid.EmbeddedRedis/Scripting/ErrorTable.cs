using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Errors as scripts see them: tables with a field <c>err</c>.</summary>
internal static class ErrorTable
{
    /// <param name="message">Begins with a code.</param>
    internal static LuaTable Of(LuaValue message)
    {
        var table = new LuaTable(0, 1);
        table[LuaNames.Err] = message;
        return table;
    }

    /// <summary>An error that is in the server's statistics already, and says so.</summary>
    internal static LuaTable OfCounted(string message)
    {
        var table = new LuaTable(0, 2);
        table[LuaNames.IgnoreErrorStatsUpdate] = true;
        table[LuaNames.Err] = message;
        return table;
    }

    /// <summary>What <c>redis.error_reply</c> makes of its text: one word is a message under the code ERR, a leading minus is ignored.</summary>
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
