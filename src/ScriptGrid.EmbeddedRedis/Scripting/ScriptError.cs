using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>An error of a script, as its client sees it.</summary>
/// <param name="Message">The message, which begins with the code.</param>
/// <param name="Source">The chunk where it arose, or null if that is unknown.</param>
/// <param name="Line">The line where it arose, as text, or null.</param>
/// <param name="IsCounted">Whether the error statistics have already counted it.</param>
internal readonly record struct ScriptError(string Message, string? Source, string? Line, bool IsCounted)
{
    /// <summary>At most this many bytes of the text of an error or status reach a client.</summary>
    private const int LongestText = 1 << 20;

    /// <summary>
    /// Returns the error that ended a script, of any type. The fields of an error table may be inherited through <c>__index</c>. If reading them fails, that is
    /// the error.
    /// </summary>
    internal static ScriptError Raised(LuaThread thread, LuaValue error)
    {
        try
        {
            return error.AsTable is { } table ? Of(name => thread.Index(table, name)) : Of(error);
        }
        catch (LuaException e)
        {
            return Of(e.Value);
        }
    }

    /// <summary>Returns an error of any type. The fields of an error table are read raw.</summary>
    internal static ScriptError Of(LuaValue error) =>
        error.AsTable is { } table ? Of(name => table[name]) : new ScriptError("ERR " + (TextOf(error) ?? error.ToString()), null, null, IsCounted: false);

    private static ScriptError Of(Func<LuaString, LuaValue> field) => new(
        TextOf(field(LuaNames.Err)) ?? "ERR unknown error",
        TextOf(field(LuaNames.Source)),
        TextOf(field(LuaNames.Line)),
        field(LuaNames.IgnoreErrorStatsUpdate) is { IsBoolean: true, IsTruthy: true });

    /// <summary>Returns the error with the script's name and the position, if the position is known.</summary>
    internal ScriptError In(string script) => Source is null || Line is null
        ? this
        : this with { Message = $"{Message} script: {script}, on {Source}:{Line}." };

    internal void Write(IReply reply)
    {
        string line = Message.TrimEnd('\r', '\n');
        if (IsCounted)
        {
            reply.CountedError(line);
        }
        else
        {
            reply.Error(line);
        }
    }

    /// <summary>Returns text as C sees it: up to the first zero. Text longer than any message is cut off.</summary>
    internal static string TextOf(LuaString text) => WordText.Of(text.Span[..Math.Min(text.Length, LongestText)]);

    private static string? TextOf(LuaValue value) =>
        value.AsString is { } text ? TextOf(text) : value.IsNumber ? LuaNumber.ToText(value.Number) : null;
}
