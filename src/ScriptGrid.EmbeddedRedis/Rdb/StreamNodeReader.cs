using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads the elements of a stream's node.</summary>
internal sealed class StreamNodeReader(StreamId master, List<byte[]> elements)
{
    private int _next;
    private long _entries;
    private long _removed;
    private long _expectedEntries;
    private long _expectedRemoved;

    /// <summary>The id and fields that the entries are relative to.</summary>
    internal StreamEntryShape Shape { get; private set; }

    internal bool IsAtEnd => _next == elements.Count;

    /// <summary>Whether the numbers of entries and of removed entries are those that the head announced.</summary>
    internal bool HasAllItSays => _entries == _expectedEntries && _removed == _expectedRemoved;

    internal bool TryReadHead()
    {
        if (!TryInteger(out _expectedEntries) || !TryInteger(out _expectedRemoved) || !TryCount(1, out int count))
        {
            return false;
        }

        byte[][] fields = new byte[2 * count][];
        for (int i = 0; i < count; i++)
        {
            (fields[2 * i], fields[(2 * i) + 1]) = (elements[_next++], []);
        }

        Shape = new StreamEntryShape(master, fields);
        return TryInteger(out long end) && end == 0;
    }

    internal bool TryReadEntry(out StreamId id, out byte[][] fields, out bool isRemoved)
    {
        (id, fields, isRemoved) = (StreamId.Min, [], false);
        if (!TryInteger(out long flags) || !TryInteger(out long milliseconds) || !TryInteger(out long sequence))
        {
            return false;
        }

        id = new StreamId(master.Milliseconds + (ulong)milliseconds, master.Sequence + (ulong)sequence);
        bool isSame = (flags & StreamForm.SameFields) != 0;
        isRemoved = (flags & StreamForm.Removed) != 0;
        _removed += isRemoved ? 1 : 0;
        _entries += isRemoved ? 0 : 1;
        int pairs = Shape.Fields.Length / 2;
        if (isSame ? elements.Count - _next < pairs : !TryCount(2, out pairs))
        {
            return false;
        }

        fields = new byte[2 * pairs][];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = isSame && i % 2 == 0 ? Shape.Fields[i] : elements[_next++];
        }

        return TryInteger(out long count) && count == StreamForm.Elements(isSame, pairs);
    }

    /// <summary>
    /// Reads the number of items that follow, each of which takes <paramref name="each"/> elements. Returns false if there are fewer elements than that.
    /// </summary>
    private bool TryCount(int each, out int count)
    {
        bool isGood = TryInteger(out long number) && number >= 0 && number <= (elements.Count - _next) / each;
        count = isGood ? (int)number : 0;
        return isGood;
    }

    private bool TryInteger(out long number)
    {
        number = 0;
        return _next < elements.Count && Integers.TryParse(elements[_next++], out number);
    }
}
