using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>A table of a script's reply whose elements are being written.</summary>
/// <param name="table">The elements.</param>
/// <param name="kind">How the elements are read: up to the first nil, as keys and values, or as keys only.</param>
/// <param name="slot">The slot on Lua's C stack that the table would have in Redis, which limits nesting.</param>
internal sealed class OpenTable(LuaTable table, ContainerKind kind, int slot)
{
    private int _index;
    private LuaValue _key;
    private LuaValue _value;
    private bool _valueIsDue;

    internal static int CountElements(LuaTable table)
    {
        int count = 0;
        while (!table[count + 1].IsNil)
        {
            count++;
        }

        return count;
    }

    internal static int CountEntries(LuaTable table)
    {
        int count = 0;
        var key = LuaValue.Nil;
        while (table.TryNext(key, out key, out _, out _))
        {
            count++;
        }

        return count;
    }

    /// <summary>Returns the next reply within this one and the slot that it would have; false at the end.</summary>
    internal bool TryNext(out LuaValue value, out int nextSlot)
    {
        if (kind == ContainerKind.Array)
        {
            nextSlot = slot + 1;
            value = table[++_index];
            return !value.IsNil;
        }

        if (_valueIsDue)
        {
            _valueIsDue = false;
            (value, nextSlot) = (_value, slot + 3);
            return true;
        }

        bool found = table.TryNext(_key, out _key, out _value, out _);
        _valueIsDue = found && kind == ContainerKind.Map;
        (value, nextSlot) = (_key, kind == ContainerKind.Map ? slot + 4 : slot + 3);
        return found;
    }
}
