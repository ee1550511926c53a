using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <content>
/// The hash part: a chained scatter table with Brent's variation. A node that is not in its main position is moved if a key needs that position as its own.
/// </content>
internal sealed partial class LuaTable
{
    /// <summary>The nodes of a table without a hash part: one node that is never written.</summary>
    private static readonly Node[] NoNodes = [new Node { Next = -1 }];

    private Node[] _nodes = NoNodes;

    /// <summary>All nodes from this index on are known to be taken.</summary>
    private int _lastFree;

    /// <summary>Returns the slot of a string key, or a null reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref LuaValue FindString(LuaString key)
    {
        Node[] nodes = _nodes;
        int hash = key.GetHashCode();
        ref Node node = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(nodes), hash & (nodes.Length - 1));
        if (ReferenceEquals(node.Key.Reference, key))
        {
            return ref node.Value;
        }

        return ref FindStringFrom(nodes, ref node, key, hash);
    }

    private static ref LuaValue FindStringFrom(Node[] nodes, ref Node node, LuaString key, int hash)
    {
        while (true)
        {
            if (node.Hash == hash && node.Key.AsString is { } text && text.Equals(key))
            {
                return ref node.Value;
            }

            int next = node.Next;
            if (next < 0)
            {
                return ref Unsafe.NullRef<LuaValue>();
            }

            node = ref nodes[next];
        }
    }

    /// <summary>Returns the object that is a key in this table and equal to <paramref name="key"/>; null if there is none.</summary>
    internal LuaString? KeyEqualTo(LuaString key)
    {
        for (int i = MainPosition(key); i >= 0; i = _nodes[i].Next)
        {
            if (_nodes[i].Key.AsString is { } text && text.Equals(key))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Returns the slot of a number that fits in an int, or a null reference.</summary>
    internal ref LuaValue FindInteger(int index)
    {
        LuaValue[] array = _array;
        if ((uint)(index - 1) < (uint)array.Length)
        {
            return ref array[index - 1];
        }

        return ref FindNumber(index);
    }

    private ref LuaValue FindNumber(double number)
    {
        Node[] nodes = _nodes;
        if (nodes == NoNodes)
        {
            return ref Unsafe.NullRef<LuaValue>();
        }

        int i = MainPosition(HashOf(number), isString: false);
        do
        {
            ref Node node = ref nodes[i];
            if (node.Key.IsNumber && node.Key.Number == number)
            {
                return ref node.Value;
            }

            i = node.Next;
        }
        while (i >= 0);
        return ref Unsafe.NullRef<LuaValue>();
    }

    private ref LuaValue FindOther(LuaValue key)
    {
        Node[] nodes = _nodes;
        int i = MainPosition(key);
        do
        {
            ref Node node = ref nodes[i];
            if (ReferenceEquals(node.Key.Reference, key.Reference))
            {
                return ref node.Value;
            }

            i = node.Next;
        }
        while (i >= 0);
        return ref Unsafe.NullRef<LuaValue>();
    }

    private long VisitNodes(HeapWalk walk)
    {
        if (_nodes == NoNodes)
        {
            return 0;
        }

        foreach (ref Node node in _nodes.AsSpan())
        {
            walk.Add(node.Key);
            walk.Add(node.Value);
        }

        return ObjectBytes.OfArray(_nodes.Length * (long)Unsafe.SizeOf<Node>());
    }

    /// <summary>Adds a key that the table does not have.</summary>
    private ref LuaValue Insert(LuaValue key)
    {
        int main = MainPosition(key);
        if (!_nodes[main].Value.IsNil || _nodes == NoNodes)
        {
            int free = TakeFreeNode();
            if (free < 0)
            {
                Rehash(key);
                return ref Slot(key);
            }

            main = Displace(main, free);
        }

        ref Node node = ref _nodes[main];
        node.Key = key;
        node.Hash = key.AsString is { } text ? text.GetHashCode() : 0;
        return ref node.Value;
    }

    /// <summary>
    /// Returns a node for a new key whose main position is taken: the main position itself, if its owner can be moved, or else a free node in the same chain.
    /// </summary>
    private int Displace(int main, int free)
    {
        Node[] nodes = _nodes;
        int other = MainPosition(nodes[main].Key);
        if (other == main)
        {
            nodes[free].Next = nodes[main].Next;
            nodes[main].Next = free;
            return free;
        }

        while (nodes[other].Next != main)
        {
            other = nodes[other].Next;
        }

        nodes[other].Next = free;
        nodes[free] = nodes[main];
        nodes[main].Next = -1;
        nodes[main].Value = LuaValue.Nil;
        return main;
    }

    private int TakeFreeNode()
    {
        while (_lastFree > 0)
        {
            _lastFree--;
            if (_nodes[_lastFree].Key.IsNil)
            {
                return _lastFree;
            }
        }

        return -1;
    }

    private int MainPosition(LuaValue key)
    {
        if (key.AsString is { } text)
        {
            return MainPosition((uint)text.GetHashCode(), isString: true);
        }

        if (key.IsNumber)
        {
            return MainPosition(HashOf(key.Number), isString: false);
        }

        return key.IsBoolean
            ? MainPosition(key.IsFalse ? 0u : 1u, isString: true)
            : MainPosition(key.Object is null or LuaLightUserData ? 0 : (uint)RuntimeHelpers.GetHashCode(key.Object), isString: false);
    }

    /// <summary>
    /// Returns the main position: strings and booleans use the low bits of the hash. Other hashes have many factors of two, so they are taken modulo an odd
    /// number.
    /// </summary>
    private int MainPosition(uint hash, bool isString)
    {
        uint mask = (uint)_nodes.Length - 1;
        return (int)(isString ? hash & mask : hash % (mask | 1));
    }

    private static uint HashOf(double number)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(number + 0.0);
        return (uint)bits + (uint)(bits >> 32);
    }

    private struct Node
    {
        internal LuaValue Key;
        internal LuaValue Value;
        internal int Next;

        /// <summary>The hash of a string key.</summary>
        internal int Hash;
    }
}
