using System.Runtime.CompilerServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>
/// A Lua table. Reads and writes here are raw; the interpreter handles metamethods. It has an array part and a hash part, sized and filled by the rules of Lua
/// 5.1, so that <c>#</c> and the order of <c>pairs</c> are the same.
/// </summary>
internal sealed partial class LuaTable : LuaObject
{
    private LuaValue[] _array;

    /// <summary>One bit for each <see cref="MetaEvent"/> that this table, as a metatable, is known not to have.</summary>
    private uint _absentEvents;

    internal LuaTable(int arrayCapacity = 0, int hashCapacity = 0)
    {
        _array = arrayCapacity > 0 ? new LuaValue[arrayCapacity] : [];
        SetNodes(hashCapacity);
    }

    internal override LuaType Type => LuaType.Table;

    internal LuaTable? Metatable { get; set; }

    /// <summary>
    /// Whether Redis protects the table, as it does globals and libraries: a script's write, raw or not, fails with "Attempt to modify a readonly table". The
    /// interpreter, <c>rawset</c>, <c>setmetatable</c> and <c>table.*</c> respect this; the methods here do not check it.
    /// </summary>
    internal bool IsReadOnly { get; set; }

    /// <summary>The array part, for reading, and for writing in place if neither a metatable nor protection forbids it.</summary>
    internal LuaValue[] ArrayPart => _array;

    internal LuaValue this[LuaValue key]
    {
        get
        {
            ref LuaValue slot = ref Find(key);
            return Unsafe.IsNullRef(ref slot) ? LuaValue.Nil : slot;
        }
        set => Slot(key) = value;
    }

    internal LuaValue this[int index]
    {
        get
        {
            ref LuaValue slot = ref FindInteger(index);
            return Unsafe.IsNullRef(ref slot) ? LuaValue.Nil : slot;
        }
        set
        {
            ref LuaValue slot = ref FindInteger(index);
            (Unsafe.IsNullRef(ref slot) ? ref Insert(index) : ref slot) = value;
        }
    }

    internal LuaValue this[LuaString key]
    {
        get
        {
            ref LuaValue slot = ref FindString(key);
            return Unsafe.IsNullRef(ref slot) ? LuaValue.Nil : slot;
        }
        set => StringSlot(key) = value;
    }

    /// <summary>For libraries that fill their tables. The key is encoded as Latin-1.</summary>
    internal LuaValue this[string key]
    {
        get => this[LuaString.FromText(key)];
        set => this[LuaString.FromText(key)] = value;
    }

    /// <summary>Returns the metamethod for an event if this table is a metatable. Absence is remembered until the next write.</summary>
    internal LuaValue MetaValue(MetaEvent metaEvent)
    {
        uint bit = 1u << (int)metaEvent;
        if ((_absentEvents & bit) != 0)
        {
            return LuaValue.Nil;
        }

        var value = this[MetaNames.Of(metaEvent)];
        if (value.IsNil)
        {
            _absentEvents |= bit;
        }

        return value;
    }

    internal override long Visit(HeapWalk walk)
    {
        walk.Add(Metatable);
        walk.Add(_array);
        return ObjectBytes.Table + ObjectBytes.OfArray(_array.Length * (long)Unsafe.SizeOf<LuaValue>()) + VisitNodes(walk);
    }

    /// <summary>
    /// Returns the slot of a key, which is created if it is new. The slot is valid until the next write to the table. The caller must refuse nil and NaN.
    /// </summary>
    internal ref LuaValue Slot(LuaValue key)
    {
        _absentEvents = 0;
        ref LuaValue slot = ref Find(key);
        return ref Unsafe.IsNullRef(ref slot) ? ref Insert(key) : ref slot;
    }

    /// <summary>Does the same as <see cref="Slot"/> for a string.</summary>
    internal ref LuaValue StringSlot(LuaString key)
    {
        _absentEvents = 0;
        ref LuaValue slot = ref FindString(key);
        return ref Unsafe.IsNullRef(ref slot) ? ref Insert(key) : ref slot;
    }

    /// <summary>Returns the slot of a key, or a null reference if the table never had it.</summary>
    internal ref LuaValue Find(LuaValue key)
    {
        if (key.IsNumber)
        {
            double number = key.Number;
            int index = double.ConvertToIntegerNative<int>(number);
            return ref index == number ? ref FindInteger(index) : ref FindNumber(number);
        }

        if (key.AsString is { } text)
        {
            return ref FindString(text);
        }

        if (key.IsNil)
        {
            return ref Unsafe.NullRef<LuaValue>();
        }

        return ref FindOther(key);
    }
}
