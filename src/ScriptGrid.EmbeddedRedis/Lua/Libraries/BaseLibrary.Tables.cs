using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <content>Tables and metatables.</content>
internal static partial class BaseLibrary
{
    private static int Next(Arguments arguments)
    {
        var table = arguments.CheckTable(0);
        if (table.TryNext(arguments[1], out var key, out var value, out bool known))
        {
            return arguments.Return(key, value);
        }

        return known ? arguments.Return(LuaValue.Nil) : throw arguments.Thread.RuntimeError("invalid key to 'next'");
    }

    private static int NextIndex(Arguments arguments)
    {
        long index = (int)arguments.CheckInteger(1) + 1L;
        var value = arguments.CheckTable(0)[(int)index];
        return value.IsNil ? arguments.Return() : arguments.Return(index, value);
    }

    private static int RawEqual(Arguments arguments)
    {
        arguments.CheckAny(0);
        arguments.CheckAny(1);
        return arguments.Return(arguments[0] == arguments[1]);
    }

    private static int RawGet(Arguments arguments)
    {
        var table = arguments.CheckTable(0);
        arguments.CheckAny(1);
        return arguments.Return(table[arguments[1]]);
    }

    private static int RawSet(Arguments arguments)
    {
        var table = arguments.CheckTable(0);
        arguments.CheckAny(1);
        arguments.CheckAny(2);
        arguments.Thread.SlotToWrite(table, arguments[1]) = arguments[2];
        return arguments.Return(table);
    }

    private static int GetMetatable(Arguments arguments)
    {
        arguments.CheckAny(0);
        if (arguments.State.MetatableOf(arguments[0]) is not { } metatable)
        {
            return arguments.Return(LuaValue.Nil);
        }

        var instead = metatable.MetaValue(MetaEvent.Metatable);
        return arguments.Return(instead.IsNil ? metatable : instead);
    }

    private static int SetMetatable(Arguments arguments)
    {
        var table = arguments.CheckTable(0);
        if (arguments.Count < 2 || (!arguments[1].IsNil && arguments[1].AsTable is null))
        {
            throw arguments.Bad(1, "nil or table expected");
        }

        if (table.Metatable is { } old && !old.MetaValue(MetaEvent.Metatable).IsNil)
        {
            throw arguments.Error("cannot change a protected metatable");
        }

        if (table.IsReadOnly)
        {
            throw arguments.Thread.RuntimeError("Attempt to modify a readonly table");
        }

        table.Metatable = arguments[1].AsTable;
        return arguments.Return(table);
    }
}
