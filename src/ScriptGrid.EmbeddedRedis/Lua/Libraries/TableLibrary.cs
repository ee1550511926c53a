using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The library <c>table</c>.</summary>
internal static partial class TableLibrary
{
    private const int MovesPerCharge = 4096;

    internal static void Register(LuaState state)
    {
        var library = new LuaTable(0, 9);
        library.Add("concat", Concat);
        library.Add("foreach", ForEach);
        library.Add("foreachi", ForEachIndex);
        library.Add("getn", arguments => arguments.Return(arguments.CheckTable(0).Length));
        library.Add("maxn", MaxN);
        library.Add("insert", Insert);
        library.Add("remove", Remove);
        library.Add("setn", SetN);
        library.Add("sort", Sort);
        state.Globals["table"] = library;
    }

    private static int Concat(Arguments arguments)
    {
        LuaString separator = arguments.OptionalString(1) ?? LuaString.Empty;
        LuaTable table = arguments.CheckTable(0);
        long first = arguments.OptionalInt(2, 1);
        long last = arguments[3].IsNil ? table.Length : arguments.CheckInt(3);
        var builder = new ByteBuilder(arguments.State, stackalloc byte[256]);
        for (long i = first; i <= last; i++)
        {
            LuaValue value = table[(int)i];
            if (value.AsString is { } text)
            {
                builder.Append(text.Span);
            }
            else if (value.IsNumber)
            {
                builder.Append(value.Number);
            }
            else
            {
                throw arguments.Error($"invalid value ({LibraryTable.TypeName(value)}) at index {i} in table for 'concat'");
            }

            if (i < last)
            {
                builder.Append(separator.Span);
            }

            ChargeMove(arguments, i - first);
        }

        return arguments.Return(builder.Finish());
    }

    private static int ForEach(Arguments arguments)
    {
        LuaTable table = arguments.CheckTable(0);
        LuaFunction function = arguments.CheckFunction(1);
        LuaThread thread = arguments.Thread;
        LuaValue key = LuaValue.Nil;
        bool known;
        while (table.TryNext(key, out key, out LuaValue value, out known))
        {
            LuaValue result = thread.Call(function, key, value);
            if (!result.IsNil)
            {
                return arguments.Return(result);
            }
        }

        return known ? arguments.Return() : throw new LuaException("invalid key to 'next'");
    }

    private static int ForEachIndex(Arguments arguments)
    {
        LuaTable table = arguments.CheckTable(0);
        LuaFunction function = arguments.CheckFunction(1);
        int length = table.Length;
        for (int i = 1; i <= length; i++)
        {
            LuaValue result = arguments.Thread.Call(function, i, table[i]);
            if (!result.IsNil)
            {
                return arguments.Return(result);
            }
        }

        return arguments.Return();
    }

    private static int Insert(Arguments arguments)
    {
        LuaTable table = arguments.CheckTable(0);
        long end = table.Length + 1L;
        if (arguments.Count is not (2 or 3))
        {
            throw arguments.Error("wrong number of arguments to 'insert'");
        }

        long position = arguments.Count == 2 ? end : arguments.CheckInt(1);
        LuaValue value = arguments[arguments.Count - 1];
        RefuseReadOnly(table);
        for (long i = Math.Max(end, position); i > position; i--)
        {
            table[(int)i] = table[(int)i - 1];
            ChargeMove(arguments, i - position);
        }

        table[(int)position] = value;
        return arguments.Return();
    }

    private static int MaxN(Arguments arguments)
    {
        LuaTable table = arguments.CheckTable(0);
        double most = 0;
        LuaValue key = LuaValue.Nil;
        int count = 0;
        while (table.TryNext(key, out key, out _, out _))
        {
            most = key.IsNumber ? Math.Max(most, key.Number) : most;
            ChargeMove(arguments, ++count);
        }

        return arguments.Return(most);
    }

    private static int Remove(Arguments arguments)
    {
        LuaTable table = arguments.CheckTable(0);
        int end = table.Length;
        int position = arguments.OptionalInt(1, end);
        if (position < 1 || position > end)
        {
            return arguments.Return();
        }

        RefuseReadOnly(table);
        LuaValue removed = table[position];
        for (int i = position; i < end; i++)
        {
            table[i] = table[i + 1];
            ChargeMove(arguments, i);
        }

        table[end] = LuaValue.Nil;
        return arguments.Return(removed);
    }

    private static int SetN(Arguments arguments)
    {
        _ = arguments.CheckTable(0);
        throw arguments.Error("'setn' is obsolete");
    }

    private static void RefuseReadOnly(LuaTable table)
    {
        if (table.IsReadOnly)
        {
            throw new LuaException("Attempt to modify a readonly table");
        }
    }

    private static void ChargeMove(Arguments arguments, long count)
    {
        if (count % MovesPerCharge == MovesPerCharge - 1)
        {
            arguments.State.Charge(MovesPerCharge / 4);
        }
    }
}
