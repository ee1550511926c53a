using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>
/// The account of the memory that the scripts of one server hold. The bytes that the server's thread has allocated since the last count, for any purpose, are
/// an upper bound of what the scripts have added since. Only if that bound exceeds the limit, everything that scripts can reach is counted again. Other
/// threads, and thus other servers in the process, do not count.
/// </summary>
/// <param name="limit">The most bytes that scripts may hold.</param>
/// <param name="addRoots">Adds everything that scripts can reach.</param>
internal sealed class ScriptMemory(long limit, Action<HeapWalk> addRoots)
{
    /// <summary>One part in this many of the limit may be allocated after each count, because frequent counts close to the limit gain little.</summary>
    private const int SpareParts = 8;

    /// <summary>The bytes that scripts held at the last count.</summary>
    private long _counted;

    /// <summary>The bytes that the thread had allocated at the last count.</summary>
    private long _allocatedThen = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>The smallest size of the process's heap seen since the last collection here, including garbage.</summary>
    private long _heapThen = GC.GetTotalMemory(forceFullCollection: false);

    private LuaObject?[] _unfinished = new LuaObject?[8];
    private int _unfinishedCount;

    /// <summary>The bytes that a library or the compiler is building and that no Lua value refers to yet.</summary>
    internal long Building { get; set; }

    /// <summary>An upper bound of the bytes that scripts hold.</summary>
    internal long UpperBound => _counted + GC.GetAllocatedBytesForCurrentThread() - _allocatedThen;

    /// <summary>The state that <see cref="Restore"/> returns to after an error.</summary>
    internal Mark Position => new(Building, _unfinishedCount);

    /// <summary>Checks that scripts hold no more than the limit.</summary>
    /// <param name="more">The bytes that are about to be allocated.</param>
    /// <param name="steps">The work that the check took, if any.</param>
    /// <returns>False if the limit would be exceeded.</returns>
    internal bool Fits(long more, out long steps)
    {
        steps = 0;
        if (UpperBound + more <= Math.Max(limit, _counted + (limit / SpareParts)))
        {
            return true;
        }

        steps = Count();
        return _counted + more <= limit;
    }

    /// <summary>Counts everything that scripts can reach.</summary>
    /// <returns>The work that it took.</returns>
    internal long Count()
    {
        var walk = new HeapWalk();
        addRoots(walk);
        for (int i = 0; i < _unfinishedCount; i++)
        {
            walk.Add(_unfinished[i]);
        }

        walk.Finish();
        _counted = walk.Bytes + Building;
        _allocatedThen = GC.GetAllocatedBytesForCurrentThread();
        CollectGarbage();
        return walk.Steps;
    }

    /// <summary>
    /// Collects garbage if the process's heap has grown by more than the limit. .NET itself leaves large garbage alone while the machine has memory to spare.
    /// </summary>
    private void CollectGarbage()
    {
        long heap = GC.GetTotalMemory(forceFullCollection: false);
        if (heap - _heapThen > limit)
        {
            GC.Collect();
            _heapThen = GC.GetTotalMemory(forceFullCollection: false);
        }

        _heapThen = Math.Min(_heapThen, heap);
    }

    /// <summary>Includes a value in counts that no other value refers to yet, until <see cref="Drop"/> is called.</summary>
    internal void Hold(LuaObject value)
    {
        if (_unfinishedCount == _unfinished.Length)
        {
            Array.Resize(ref _unfinished, 2 * _unfinishedCount);
        }

        _unfinished[_unfinishedCount++] = value;
    }

    /// <summary>Ends the latest <see cref="Hold"/>.</summary>
    internal void Drop() => _unfinished[--_unfinishedCount] = null;

    /// <summary>Removes everything that was in progress after the mark, because an error ended it.</summary>
    internal void Restore(Mark mark)
    {
        Building = mark.Building;
        while (_unfinishedCount > mark.Unfinished)
        {
            Drop();
        }
    }

    /// <summary>What was in progress at some time.</summary>
    internal readonly record struct Mark(long Building, int Unfinished);
}
