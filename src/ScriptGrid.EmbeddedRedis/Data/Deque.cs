using System.Diagnostics;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A sequence in a ring buffer: it is cheap to add and remove at both ends and to access elements by index.</summary>
internal sealed class Deque<T>
{
    private const int MinCapacity = 4;

    private T[] _ring = new T[MinCapacity];
    private int _head;

    internal int Count { get; private set; }

    internal ref T this[int index]
    {
        get
        {
            Debug.Assert(index >= 0 && index < Count, "Outside the sequence.");
            return ref _ring[(_head + index) & (_ring.Length - 1)];
        }
    }

    internal void AddFirst(T item)
    {
        Grow();
        _head = (_head - 1) & (_ring.Length - 1);
        Count++;
        this[0] = item;
    }

    internal void AddLast(T item)
    {
        Grow();
        Count++;
        this[Count - 1] = item;
    }

    internal T RemoveFirst()
    {
        T item = this[0];
        this[0] = default!;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return item;
    }

    internal T RemoveLast()
    {
        T item = this[Count - 1];
        this[Count - 1] = default!;
        Count--;
        return item;
    }

    /// <summary>Inserts an item before the index. Moves the elements on the shorter side.</summary>
    internal void Insert(int index, T item)
    {
        if (index < Count / 2)
        {
            AddFirst(item);
            for (int i = 0; i < index; i++)
            {
                this[i] = this[i + 1];
            }
        }
        else
        {
            AddLast(item);
            for (int i = Count - 1; i > index; i--)
            {
                this[i] = this[i - 1];
            }
        }

        this[index] = item;
    }

    /// <summary>Removes the element at the index. Moves the elements on the shorter side.</summary>
    internal T RemoveAt(int index)
    {
        T item = this[index];
        RemoveRange(index, 1);
        return item;
    }

    /// <summary>Removes elements from the index on. Moves the elements on the shorter side.</summary>
    internal void RemoveRange(int index, int count)
    {
        bool movesFirst = index < Count - count - index;
        if (movesFirst)
        {
            for (int i = index - 1; i >= 0; i--)
            {
                this[i + count] = this[i];
            }
        }
        else
        {
            for (int i = index + count; i < Count; i++)
            {
                this[i - count] = this[i];
            }
        }

        for (int left = count; left > 0; left--)
        {
            _ = movesFirst ? RemoveFirst() : RemoveLast();
        }
    }

    private void Grow()
    {
        if (Count < _ring.Length)
        {
            return;
        }

        T[] larger = new T[_ring.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }

        _ring = larger;
        _head = 0;
    }
}
