using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Writes what a script returned as the reply to its client. Tables are read raw, without their metatables.</summary>
internal static class ScriptReply
{
    /// <summary>The number of values that Lua's C stack holds. Each level of nesting needs four free ones.</summary>
    private const int StackSlots = 8000 - 4;

    private const int FirstSlot = 2;

    private const int FormatLength = 3;

    /// <param name="value">What the script returned.</param>
    /// <param name="reply">The client's reply.</param>
    /// <param name="protocol">The protocol that the script asked for by <c>redis.setresp</c>.</param>
    /// <param name="state">The script is charged for each value: a table may be part of a reply any number of times.</param>
    /// <exception cref="LuaException">The host ends the script.</exception>
    internal static void Write(LuaValue value, IReply reply, int protocol, LuaState state)
    {
        if (!TryWriteLeaf(value, reply, protocol, state))
        {
            WriteNested(value.AsTable!, reply, protocol, state);
        }
    }

    /// <summary>Writes nested tables. It uses its own stack, because they may be thousands deep.</summary>
    private static void WriteNested(LuaTable root, IReply reply, int protocol, LuaState state)
    {
        var open = new Stack<OpenTable>();
        Begin(root, FirstSlot, reply, open);
        while (open.TryPeek(out var top))
        {
            state.Charge(1);
            if (!top.TryNext(out var value, out int slot))
            {
                open.Pop();
            }
            else if (slot > StackSlots)
            {
                reply.Error("ERR reached lua stack limit");
            }
            else if (!TryWriteLeaf(value, reply, protocol, state))
            {
                Begin(value.AsTable!, slot, reply, open);
            }
        }
    }

    /// <summary>Writes a value, except a table that is an array, a map or a set. Returns false for such a table.</summary>
    private static bool TryWriteLeaf(LuaValue value, IReply reply, int protocol, LuaState state)
    {
        switch (value.Type)
        {
            case LuaType.String:
                byte[] text = value.AsString!.Bytes;
                state.ChargeBytes(text.Length);
                reply.Bulk(text);
                return true;
            case LuaType.Number:
                reply.Integer(Arguments.ToInteger(value.Number));
                return true;
            case LuaType.Boolean:
                WriteBoolean(value.IsTruthy, reply, protocol);
                return true;
            case LuaType.Table:
                return TryWriteTagged(value.AsTable!, reply, state);
            default:
                reply.Null();
                return true;
        }
    }

    private static void WriteBoolean(bool value, IReply reply, int protocol)
    {
        if (protocol >= 3)
        {
            reply.Boolean(value);
        }
        else if (value)
        {
            reply.Integer(1);
        }
        else
        {
            reply.Null();
        }
    }

    private static bool TryWriteTagged(LuaTable table, IReply reply, LuaState state)
    {
        if (table[LuaNames.Err].AsString is { } message)
        {
            state.ChargeBytes(message.Length);
            ScriptError.Of(table).Write(reply);
            return true;
        }

        if (table[LuaNames.Ok].AsString is { } status)
        {
            state.ChargeBytes(status.Length);
            reply.Status(OneLine(status));
            return true;
        }

        if (table[LuaNames.Double] is { IsNumber: true } number)
        {
            reply.Double(number.Number);
            return true;
        }

        return TryWriteRare(table, reply, state);
    }

    private static bool TryWriteRare(LuaTable table, IReply reply, LuaState state)
    {
        if (table[LuaNames.BigNumber].AsString is { } digits)
        {
            state.ChargeBytes(digits.Length);
            reply.BigNumber(OneLine(digits));
            return true;
        }

        if (table[LuaNames.Verbatim].AsTable is { } parts && parts[LuaNames.Format].AsString is { } format && parts[LuaNames.Text].AsString is { } text)
        {
            state.ChargeBytes(format.Length + text.Length);
            reply.Verbatim(format.ToText().PadRight(FormatLength)[..FormatLength], text.Span);
            return true;
        }

        return false;
    }

    private static void Begin(LuaTable table, int slot, IReply reply, Stack<OpenTable> open)
    {
        if (table[LuaNames.Map].AsTable is { } map)
        {
            reply.Map(OpenTable.CountEntries(map));
            open.Push(new OpenTable(map, ContainerKind.Map, slot));
        }
        else if (table[LuaNames.Set].AsTable is { } set)
        {
            reply.Set(OpenTable.CountEntries(set));
            open.Push(new OpenTable(set, ContainerKind.Set, slot));
        }
        else
        {
            reply.Array(OpenTable.CountElements(table));
            open.Push(new OpenTable(table, ContainerKind.Array, slot));
        }
    }

    private static string OneLine(LuaString text) => ScriptError.TextOf(text).Replace('\r', ' ').Replace('\n', ' ');
}
