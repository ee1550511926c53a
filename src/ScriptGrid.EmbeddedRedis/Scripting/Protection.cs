using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Keeps scripts from changing what they share, and from reading globals that do not exist.</summary>
internal static class Protection
{
    /// <summary>Makes a table, the tables in it and its metatable read-only.</summary>
    internal static void Protect(LuaTable table)
    {
        if (table.IsReadOnly)
        {
            return;
        }

        table.IsReadOnly = true;
        var key = LuaValue.Nil;
        while (table.TryNext(key, out key, out var value, out _))
        {
            if (value.AsTable is { } inner)
            {
                Protect(inner);
            }
        }

        if (table.Metatable is { } metatable)
        {
            Protect(metatable);
        }
    }

    /// <summary>Makes it an error to read a name that the table does not have.</summary>
    internal static void RefuseUnknownNames(LuaTable table)
    {
        var metatable = new LuaTable();
        metatable["__index"] = new NativeFunction("__index", static arguments => throw Refusal(arguments));
        table.Metatable = metatable;
    }

    private static LuaException Refusal(Arguments arguments)
    {
        if (arguments.Count != 2)
        {
            return arguments.Error("Wrong number of arguments to luaProtectedTableError");
        }

        if (arguments[1] is not ({ IsString: true } or { IsNumber: true }))
        {
            return arguments.Error("Second argument to luaProtectedTableError must be a string or number");
        }

        var name = arguments.CheckString(1);
        arguments.State.ChargeMemory(name.Length);
        return arguments.Error($"Script attempted to access nonexistent global variable '{WordText.Of(name.Span)}'");
    }
}
