namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>A Lua table. Reads and writes here are raw: metamethods are the interpreter's business.</summary>
internal sealed class LuaTable : LuaObject
{
    private readonly Dictionary<LuaValue, LuaValue> _entries = [];

    internal LuaTable(int arrayCapacity = 0, int hashCapacity = 0)
    {
        _ = arrayCapacity;
        _ = hashCapacity;
    }

    internal override LuaType Type => LuaType.Table;

    internal LuaTable? Metatable { get; set; }

    /// <summary>Redis's protection of globals and libraries: a script's write, raw or not, fails with "Attempt to modify a readonly table".
    /// Honoured by the interpreter, <c>rawset</c>, <c>setmetatable</c> and <c>table.*</c>; the methods here do not look at it.</summary>
    internal bool IsReadOnly { get; set; }

    /// <summary>The border that <c>#</c> gives.</summary>
    internal int Length
    {
        get
        {
            int length = 0;
            while (_entries.ContainsKey(length + 1))
            {
                length++;
            }

            return length;
        }
    }

    internal LuaValue this[LuaValue key]
    {
        get => _entries.TryGetValue(key, out var value) ? value : LuaValue.Nil;
        set
        {
            if (value.IsNil)
            {
                _entries.Remove(key);
            }
            else
            {
                _entries[key] = value;
            }
        }
    }

    internal LuaValue this[int index]
    {
        get => this[(LuaValue)index];
        set => this[(LuaValue)index] = value;
    }

    internal LuaValue this[LuaString key]
    {
        get => this[(LuaValue)key];
        set => this[(LuaValue)key] = value;
    }

    /// <summary>For libraries that fill their tables; the text becomes UTF-8.</summary>
    internal LuaValue this[string key]
    {
        get => this[(LuaValue)key];
        set => this[(LuaValue)key] = value;
    }

    /// <summary>The entry after <paramref name="key"/> (nil: the first) in the order of <c>next</c>, in which entries may be set to nil while it goes on.</summary>
    /// <returns>False where there is none; <paramref name="known"/> is false where <paramref name="key"/> is not in the table ("invalid key to 'next'").</returns>
    internal bool TryNext(LuaValue key, out LuaValue nextKey, out LuaValue nextValue, out bool known)
    {
        known = key.IsNil;
        nextKey = nextValue = LuaValue.Nil;
        foreach (var (candidate, value) in _entries)
        {
            if (known)
            {
                (nextKey, nextValue) = (candidate, value);
                return true;
            }

            known = candidate == key;
        }

        return false;
    }
}
