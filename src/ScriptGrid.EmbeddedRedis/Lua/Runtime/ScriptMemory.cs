using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>
/// The account of what the scripts of one server hold. What its thread of execution has allocated since the last count is an upper bound of what has
/// been added since, whoever asked for it; only where that bound exceeds the limit is all that scripts can reach counted anew. Other threads, and so other
/// servers of the process, have no part in it.
/// </summary>
/// <param name="limit">The bytes that scripts may hold.</param>
/// <param name="addRoots">Adds all that scripts can reach.</param>
internal sealed class ScriptMemory(long limit, Action<HeapWalk> addRoots)
{
    /// <summary>Close to the limit a count gives little: the next is due once this part of the limit may have become garbage.</summary>
    private const int SpareParts = 8;

    /// <summary>What scripts held when it was counted last.</summary>
    private long _counted;

    /// <summary>The allocations of the thread by then.</summary>
    private long _allocatedThen = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>The least that the process held since, garbage included.</summary>
    private long _heapThen = GC.GetTotalMemory(forceFullCollection: false);

    private LuaObject?[] _unfinished = new LuaObject?[8];
    private int _unfinishedCount;

    /// <summary>The bytes of what a library or the compiler builds that no Lua value refers to yet.</summary>
    internal long Building { get; set; }

    /// <summary>At most what scripts hold.</summary>
    internal long UpperBound => _counted + GC.GetAllocatedBytesForCurrentThread() - _allocatedThen;

    /// <summary>Where <see cref="Restore"/> goes back to after an error.</summary>
    internal Mark Position => new(Building, _unfinishedCount);

    /// <summary>Makes sure that scripts hold no more than they may.</summary>
    /// <param name="more">The bytes that are to be allocated next.</param>
    /// <param name="steps">The work that it took, if any.</param>
    /// <returns>False where it would be too much.</returns>
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

    /// <summary>Counts all that scripts can reach.</summary>
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

    /// <summary>.NET lets large garbage lie while the machine has memory to spare: what comes to more than the limit is collected here.</summary>
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

    /// <summary>Counts a value in that no other refers to yet, until <see cref="Drop"/>.</summary>
    internal void Hold(LuaObject value)
    {
        if (_unfinishedCount == _unfinished.Length)
        {
            Array.Resize(ref _unfinished, 2 * _unfinishedCount);
        }

        _unfinished[_unfinishedCount++] = value;
    }

    /// <summary>Ends the last <see cref="Hold"/>.</summary>
    internal void Drop() => _unfinished[--_unfinishedCount] = null;

    /// <summary>Forgets what was under way since; an error ended it.</summary>
    internal void Restore(Mark mark)
    {
        Building = mark.Building;
        while (_unfinishedCount > mark.Unfinished)
        {
            Drop();
        }
    }

    /// <summary>What was under way at some time.</summary>
    internal readonly record struct Mark(long Building, int Unfinished);
}
