namespace ScriptGrid.Engine.Replies;

/// <summary>A key and its value. The key is in the reply that it came from.</summary>
/// <param name="KeyStart">The offset of the key in the reply; -1 for the single number that a script returned.</param>
/// <param name="KeyLength">The key's length in bytes.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Sample(int KeyStart, int KeyLength, double Value)
{
    /// <summary>Returns the key's bytes.</summary>
    public ReadOnlySpan<byte> KeyIn(ReadOnlySpan<byte> reply) =>
        KeyStart < 0 ? ReplyParser.SingleKey : reply.Slice(KeyStart, KeyLength);
}

/// <summary>
/// The samples of one reply. Each key occurs once: of equal keys, the last sample wins and takes the place of the first. Reused between replies.
/// </summary>
internal sealed class SampleList
{
    private const int LinearSearch = 16;

    private Sample[] _samples = new Sample[64];
    private int[] _slots = [];

    /// <summary>The number of samples.</summary>
    public int Count { get; private set; }

    /// <summary>How many samples were replaced by a later sample of the same key.</summary>
    public int Replaced { get; private set; }

    /// <summary>The rows of declared metrics in the same reply.</summary>
    public RowList Rows { get; } = new();

    /// <summary>The samples, in the order of the reply.</summary>
    public ReadOnlySpan<Sample> Samples => _samples.AsSpan(0, Count);

    /// <summary>Removes all samples and rows, and keeps the memory.</summary>
    public void Clear()
    {
        (Count, Replaced) = (0, 0);
        Rows.Clear();
    }

    /// <summary>Adds a sample whose key is a part of <paramref name="reply"/>, or replaces the sample of the same key.</summary>
    public void Set(ReadOnlySpan<byte> reply, int keyStart, int keyLength, double value)
    {
        var sample = new Sample(keyStart, keyLength, value);
        int index = Find(reply, reply.Slice(keyStart, keyLength));
        if (index >= 0)
        {
            _samples[index] = sample;
            Replaced++;
            return;
        }

        if (Count == _samples.Length)
        {
            Array.Resize(ref _samples, Count * 2);
        }

        _samples[Count++] = sample;
        Index(reply);
    }

    /// <summary>Sets the only sample, the single number that a script returned. Its key is not in the reply.</summary>
    public void SetSingle(double value)
    {
        Count = 0;
        _samples[Count++] = new Sample(-1, 0, value);
    }

    /// <summary>
    /// Merges keys that differ but have the same text, and so the same label: one holds a byte that is not UTF-8, and the other spells it, as
    /// <c>\xff</c>. The last wins, as for equal keys.
    /// </summary>
    public void MergeAlike(ReadOnlySpan<byte> reply)
    {
        if (!KeyText.MayCollide(reply))
        {
            return; // Nearly always.
        }

        var places = new Dictionary<string, int>(Count, StringComparer.Ordinal);
        int kept = 0;
        foreach (Sample sample in Samples)
        {
            string text = KeyText.Of(sample.KeyIn(reply));
            bool isNew = places.TryAdd(text, kept);
            _samples[isNew ? kept++ : places[text]] = sample;
        }

        Replaced += Count - kept;
        Count = kept;
    }

    private int Find(ReadOnlySpan<byte> reply, ReadOnlySpan<byte> key)
    {
        if (Count > LinearSearch)
        {
            return FindSlot(reply, key) is var slot && _slots[slot] > 0 ? _slots[slot] - 1 : -1;
        }

        for (int i = 0; i < Count; i++)
        {
            if (KeyAt(reply, i).SequenceEqual(key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Updates the hash index after a sample was added. There is no index for up to 16 samples.</summary>
    private void Index(ReadOnlySpan<byte> reply)
    {
        if (Count <= LinearSearch)
        {
            return;
        }

        bool isFirst = Count == LinearSearch + 1;
        if (!isFirst && Count * 2 <= _slots.Length)
        {
            _slots[FindSlot(reply, KeyAt(reply, Count - 1))] = Count;
            return;
        }

        int size = Math.Max(_slots.Length, 64);
        while (size < Count * 2)
        {
            size *= 2;
        }

        _slots = size == _slots.Length ? _slots : new int[size];
        Array.Clear(_slots);
        for (int i = 0; i < Count; i++)
        {
            _slots[FindSlot(reply, KeyAt(reply, i))] = i + 1;
        }
    }

    /// <summary>Returns the slot that holds the key, or the empty slot for it. A slot holds the sample's index plus one.</summary>
    private int FindSlot(ReadOnlySpan<byte> reply, ReadOnlySpan<byte> key)
    {
        var hash = default(HashCode);
        hash.AddBytes(key);
        int mask = _slots.Length - 1;
        int slot = hash.ToHashCode() & mask;
        while (_slots[slot] > 0 && !KeyAt(reply, _slots[slot] - 1).SequenceEqual(key))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private ReadOnlySpan<byte> KeyAt(ReadOnlySpan<byte> reply, int index) => _samples[index].KeyIn(reply);
}
