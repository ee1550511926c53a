namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>
/// A walk through everything that scripts can reach, to count its bytes. Each object remembers the last walk that saw it, so that it is counted only once.
/// </summary>
internal sealed class HeapWalk
{
    /// <summary>Arrays and texts of at least this size may belong to several values and are counted only once.</summary>
    private const int SharedBytes = 4096;

    private static int _lastNumber;

    private readonly int _number = Interlocked.Increment(ref _lastNumber);
    private readonly Stack<LuaObject> _pending = [];
    private readonly HashSet<object> _shared = new(ReferenceEqualityComparer.Instance);

    /// <summary>The bytes of all objects seen so far.</summary>
    internal long Bytes { get; private set; }

    /// <summary>The number of objects and slots examined so far.</summary>
    internal long Steps { get; private set; }

    internal void Add(LuaValue value)
    {
        if (value.Object is { } found)
        {
            Add(found);
        }
    }

    internal void Add(ReadOnlySpan<LuaValue> values)
    {
        Steps += values.Length;
        foreach (ref readonly LuaValue value in values)
        {
            Add(value);
        }
    }

    internal void Add(LuaObject? value)
    {
        if (value is null || value.SeenIn == _number)
        {
            return;
        }

        value.SeenIn = _number;
        if (value is LuaString text)
        {
            Bytes += text.Visit(this);
        }
        else
        {
            _pending.Push(value);
        }
    }

    /// <summary>Adds the bytes of something that is not a Lua value.</summary>
    internal void Add(long bytes) => Bytes += bytes;

    /// <summary>Whether this walk sees an object that is not a Lua value for the first time.</summary>
    internal bool IsNew(object shared) => _shared.Add(shared);

    /// <summary>Returns the bytes of an array; 0 for a large one that was counted before.</summary>
    internal long BytesOf(byte[] array) => array.Length < SharedBytes || IsNew(array) ? ObjectBytes.OfArray(array.Length) : 0;

    /// <summary>Follows all references to their end.</summary>
    internal void Finish()
    {
        while (_pending.TryPop(out LuaObject? next))
        {
            Steps++;
            long own = next.Visit(this);
            Bytes += own;
        }
    }
}
