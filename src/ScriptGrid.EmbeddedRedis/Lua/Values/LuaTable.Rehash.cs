using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <content>The sizes of the two parts. The array part has the largest power of two of which more than half is used.</content>
internal sealed partial class LuaTable
{
    private const int MaxArrayBits = 26;

    /// <summary>
    /// Charges the script that runs on this thread of execution for resizing or searching tables and for reading long strings; null before the first script.
    /// </summary>
    [field: ThreadStatic]
    internal static TableCharge? Charge { get; set; }

    /// <summary>A table of at least this size charges the script when it is resized.</summary>
    private const int ChargedSlots = 16;

    /// <summary>Makes the array part at least this long, as a constructor does before it stores its items.</summary>
    internal void EnsureArray(int length)
    {
        if (length > _array.Length)
        {
            Resize(length, _nodes == NoNodes ? 0 : _nodes.Length);
        }
    }

    /// <summary>Counts all keys, including the new one, and resizes the table.</summary>
    private void Rehash(LuaValue newKey)
    {
        Span<int> slices = stackalloc int[MaxArrayBits + 1];
        slices.Clear();
        int candidates = CountArray(slices);
        int total = candidates;
        foreach (ref Node node in _nodes.AsSpan())
        {
            if (!node.Value.IsNil)
            {
                total++;
                candidates += CountKey(node.Key, slices);
            }
        }

        candidates += CountKey(newKey, slices);
        total++;
        int arraySize = ArraySize(slices, candidates, out int inArray);
        Resize(arraySize, total - inArray);
    }

    /// <summary>Counts the used slots of the array part in slices. Slice i has the keys above 2^(i-1) up to 2^i.</summary>
    private int CountArray(Span<int> slices)
    {
        int total = 0;
        int index = 1;
        for (int slice = 0, limit = 1; slice <= MaxArrayBits && index <= _array.Length; slice++, limit *= 2)
        {
            int end = Math.Min(limit, _array.Length);
            int used = 0;
            for (; index <= end; index++)
            {
                used += _array[index - 1].IsNil ? 0 : 1;
            }

            slices[slice] += used;
            total += used;
        }

        return total;
    }

    private static int CountKey(LuaValue key, Span<int> slices)
    {
        if (!key.IsNumber || key.Number is not (>= 1 and <= 1 << MaxArrayBits))
        {
            return 0;
        }

        int index = (int)key.Number;
        if (index != key.Number)
        {
            return 0;
        }

        slices[32 - BitOperations.LeadingZeroCount((uint)index - 1)]++;
        return 1;
    }

    private static int ArraySize(ReadOnlySpan<int> slices, int candidates, out int inArray)
    {
        int size = 0;
        int sum = 0;
        inArray = 0;
        for (int slice = 0, limit = 1; slice < slices.Length && limit / 2 < candidates; slice++, limit *= 2)
        {
            sum += slices[slice];
            if (slices[slice] > 0 && sum > limit / 2)
            {
                size = limit;
                inArray = sum;
            }

            if (sum == candidates)
            {
                break;
            }
        }

        return size;
    }

    private void Resize(int arraySize, int hashSize)
    {
        if (arraySize + hashSize >= ChargedSlots)
        {
            Charge?.Invoke(
                arraySize + hashSize,
                ((long)arraySize * Unsafe.SizeOf<LuaValue>()) + (BitOperations.RoundUpToPowerOf2((uint)hashSize) * (long)Unsafe.SizeOf<Node>()));
        }

        LuaValue[] oldArray = _array;
        Node[] oldNodes = _nodes;
        if (arraySize != oldArray.Length)
        {
            _array = arraySize == 0 ? [] : new LuaValue[arraySize];
            oldArray.AsSpan(0, Math.Min(arraySize, oldArray.Length)).CopyTo(_array);
        }

        SetNodes(hashSize);
        for (int i = arraySize; i < oldArray.Length; i++)
        {
            if (!oldArray[i].IsNil)
            {
                Slot(i + 1) = oldArray[i];
            }
        }

        for (int i = oldNodes.Length - 1; i >= 0; i--)
        {
            if (!oldNodes[i].Value.IsNil)
            {
                Slot(oldNodes[i].Key) = oldNodes[i].Value;
            }
        }
    }

    private void SetNodes(int size)
    {
        if (size <= 0)
        {
            _nodes = NoNodes;
            _lastFree = 0;
            return;
        }

        _nodes = new Node[(int)BitOperations.RoundUpToPowerOf2((uint)size)];
        foreach (ref Node node in _nodes.AsSpan())
        {
            node.Next = -1;
        }

        _lastFree = _nodes.Length;
    }
}

/// <summary>Charges for the slots that were examined and the bytes that will be allocated. May throw to end the script.</summary>
internal delegate void TableCharge(int slots, long bytes);
