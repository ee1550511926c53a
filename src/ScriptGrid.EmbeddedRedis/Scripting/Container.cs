using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>What happens to the replies within a reply.</summary>
internal enum ContainerKind
{
    Array,
    Map,
    Set,
    Ignored,
}

/// <summary>An array, map or set of a reply that is not complete yet.</summary>
internal sealed class Container(LuaTable table, ContainerKind kind, int replies)
{
    private int _count;
    private LuaValue _key;

    /// <summary>Adds the next element.</summary>
    /// <returns>True if this was the last element.</returns>
    internal bool Add(LuaValue value)
    {
        _count++;
        switch (kind)
        {
            case ContainerKind.Array:
                table[_count] = value;
                break;
            case ContainerKind.Map when _count % 2 == 1:
                _key = value;
                break;
            case ContainerKind.Map when !_key.IsNil:
                table[_key] = value;
                break;
            case ContainerKind.Set when !value.IsNil:
                table[value] = true;
                break;
        }

        return _count == replies;
    }
}
