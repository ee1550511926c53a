using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Reading and comparing as scripts do it, metamethods included.</summary>
internal static class MetaAccess
{
    /// <summary>So many <c>__index</c> in a row are a loop (MAXTAGLOOP).</summary>
    private const int MaxChain = 100;

    private static readonly LuaString IndexEvent = LuaString.FromText("__index");
    private static readonly LuaString LessThanEvent = LuaString.FromText("__lt");

    /// <summary><c>table[key]</c>.</summary>
    internal static LuaValue Index(this LuaThread thread, LuaTable table, LuaValue key)
    {
        LuaValue owner = table;
        for (int i = 0; i < MaxChain; i++)
        {
            if (owner.AsTable is not { } current)
            {
                return thread.Call(owner, table, key);
            }

            LuaValue value = current[key];
            if (!value.IsNil || current.Metatable is not { } metatable)
            {
                return value;
            }

            LuaValue next = metatable[IndexEvent];
            if (next.IsNil)
            {
                return LuaValue.Nil;
            }

            table = current;
            owner = next;
        }

        throw new LuaException("loop in gettable");
    }

    /// <summary><c>left &lt; right</c>.</summary>
    internal static bool IsLess(this LuaThread thread, LuaValue left, LuaValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Number < right.Number;
        }

        if (left.AsString is { } text && right.AsString is { } other)
        {
            return text.Span.SequenceCompareTo(other.Span) < 0;
        }

        LuaValue handler = Handler(left);
        if (left.Type != right.Type || handler.IsNil || handler != Handler(right))
        {
            throw NotComparable(left, right);
        }

        return thread.Call(handler, left, right).IsTruthy;
    }

    private static LuaValue Handler(LuaValue value) => value.AsTable?.Metatable?[LessThanEvent] ?? LuaValue.Nil;

    /// <summary>Lua takes two names of types for the same if their third letters are.</summary>
    private static LuaException NotComparable(LuaValue left, LuaValue right)
    {
        string leftName = LibraryTable.TypeName(left);
        string rightName = LibraryTable.TypeName(right);
        return new LuaException(leftName[2] == rightName[2]
            ? $"attempt to compare two {leftName} values"
            : $"attempt to compare {leftName} with {rightName}");
    }
}
