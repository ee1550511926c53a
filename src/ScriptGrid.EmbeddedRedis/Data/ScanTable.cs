using System.Numerics;
using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// A hash table with byte strings as keys. A cursor can walk it while it changes: the walk meets each entry at least once that is there from beginning to end.
/// Entries also have the indexes 0 to <see cref="Count"/> - 1 without gaps, in order of insertion until one is removed.
/// </summary>
internal sealed class ScanTable<TValue>
{
    private const int MinBuckets = 4;

    private int[] _buckets = new int[MinBuckets];
    private Entry[] _entries = new Entry[MinBuckets];

    internal int Count { get; private set; }

    internal int Buckets => _buckets.Length;

    private uint Mask => (uint)_buckets.Length - 1;

    internal byte[] KeyAt(int index) => _entries[index].Key;

    internal ref TValue ValueAt(int index) => ref _entries[index].Value;

    /// <summary>Returns the index of a key; -1 if it is not there.</summary>
    internal int IndexOf(ReadOnlySpan<byte> key)
    {
        uint hash = ByteHash.Of(key);
        int index = _buckets[hash & Mask] - 1;
        while (index >= 0 && !(_entries[index].Hash == hash && key.SequenceEqual(_entries[index].Key)))
        {
            index = _entries[index].Next;
        }

        return index;
    }

    internal bool Contains(ReadOnlySpan<byte> key) => IndexOf(key) >= 0;

    internal bool TryGet(ReadOnlySpan<byte> key, out TValue value)
    {
        int index = IndexOf(key);
        value = index >= 0 ? _entries[index].Value : default!;
        return index >= 0;
    }

    /// <summary>Stores a value under a key. Returns false if it replaced another one.</summary>
    internal bool Set(byte[] key, TValue value)
    {
        int index = IndexOf(key);
        if (index >= 0)
        {
            _entries[index].Value = value;
            return false;
        }

        if (Count == _entries.Length)
        {
            Resize(Count * 2);
        }

        uint hash = ByteHash.Of(key);
        ref int bucket = ref _buckets[hash & Mask];
        _entries[Count] = new Entry { Hash = hash, Key = key, Value = value, Next = bucket - 1 };
        bucket = ++Count;
        return true;
    }

    internal bool Remove(ReadOnlySpan<byte> key, out TValue value)
    {
        int index = IndexOf(key);
        value = index >= 0 ? _entries[index].Value : default!;
        if (index >= 0)
        {
            RemoveAt(index);
        }

        return index >= 0;
    }

    /// <summary>
    /// Adds the indexes of one bucket to <paramref name="found"/> and returns the next cursor. A walk begins and ends with 0. The cursor is incremented from
    /// its highest bit
    /// down, so that visited entries stay visited when the number of buckets is doubled or halved.
    /// </summary>
    internal ulong Scan(ulong cursor, List<int> found)
    {
        for (int index = _buckets[(uint)cursor & Mask] - 1; index >= 0; index = _entries[index].Next)
        {
            found.Add(index);
        }

        cursor |= ~(ulong)Mask;
        return Reverse(Reverse(cursor) + 1);
    }

    internal void RemoveAt(int index)
    {
        LinkTo(index) = _entries[index].Next + 1;
        int last = --Count;
        if (index != last)
        {
            LinkTo(last) = index + 1;
            _entries[index] = _entries[last];
        }

        _entries[last] = default;
        if (Count < _buckets.Length / 8 && _buckets.Length > MinBuckets)
        {
            Resize(_buckets.Length / 4);
        }
    }

    // Buckets hold index + 1, entries hold the next index. The reference that is returned always has index + 1.
    private ref int LinkTo(int index)
    {
        ref int bucket = ref _buckets[_entries[index].Hash & Mask];
        if (bucket - 1 == index)
        {
            return ref bucket;
        }

        int before = bucket - 1;
        while (_entries[before].Next != index)
        {
            before = _entries[before].Next;
        }

        return ref _entries[before].NextPlusOne;
    }

    private void Resize(int size)
    {
        size = (int)Math.Max(MinBuckets, BitOperations.RoundUpToPowerOf2((uint)size));
        Array.Resize(ref _entries, size);
        _buckets = new int[size];
        for (int i = 0; i < Count; i++)
        {
            ref int bucket = ref _buckets[_entries[i].Hash & Mask];
            _entries[i].Next = bucket - 1;
            bucket = i + 1;
        }
    }

    private static ulong Reverse(ulong bits)
    {
        bits = ((bits >> 1) & 0x5555555555555555) | ((bits & 0x5555555555555555) << 1);
        bits = ((bits >> 2) & 0x3333333333333333) | ((bits & 0x3333333333333333) << 2);
        bits = ((bits >> 4) & 0x0F0F0F0F0F0F0F0F) | ((bits & 0x0F0F0F0F0F0F0F0F) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits);
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        internal uint Hash;
        internal int NextPlusOne;
        internal byte[] Key;
        internal TValue Value;

        internal int Next
        {
            readonly get => NextPlusOne - 1;
            set => NextPlusOne = value + 1;
        }
    }
}
