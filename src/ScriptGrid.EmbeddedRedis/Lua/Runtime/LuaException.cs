using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>An error of a script on its way to the nearest <c>pcall</c>. It carries any Lua value.</summary>
internal sealed class LuaException : Exception
{
    internal LuaException(LuaValue value)
    {
        Value = value;
    }

    internal LuaException(string message)
        : this((LuaValue)message)
    {
    }

    internal LuaValue Value { get; }

    /// <summary>Whether error handlers are skipped, as for "not enough memory".</summary>
    internal bool IsUnhandled { get; init; }

    public override string Message => Value.ToString();
}
