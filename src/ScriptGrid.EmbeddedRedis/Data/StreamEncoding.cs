namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>How many bytes entries take in a node of Redis's: this decides where a node ends, and so what a rough trim removes.</summary>
internal static class StreamEncoding
{
    private const int ListpackFrame = 7;
    private const int SmallInteger = 2;

    /// <summary>A node without entries: counts of entries and deleted ones, the number of fields, the fields, an end.</summary>
    internal static int HeaderBytes(byte[][] fields)
    {
        int size = ListpackFrame + (4 * SmallInteger);
        for (int i = 0; i < fields.Length; i += 2)
        {
            size += MemorySize.ListpackElement(fields[i]);
        }

        return size;
    }

    /// <summary>The bare bytes of an entry, which Redis adds to a node's size before it decides whether a new one is due.</summary>
    internal static long ContentBytes(byte[][] fields) => fields.Sum(static field => (long)field.Length);

    /// <summary>An entry: flags, differences of its id, the fields where they are not those of the node, the values, the number of elements.</summary>
    internal static int EntryBytes(StreamEntryShape shape, StreamId id, byte[][] fields)
    {
        bool same = HasFieldsOf(shape, fields);
        int size = SmallInteger
            + Integer((long)(id.Milliseconds - shape.Id.Milliseconds))
            + Integer((long)(id.Sequence - shape.Id.Sequence))
            + Integer(fields.Length + 3)
            + (same ? 0 : Integer(fields.Length / 2));
        for (int i = same ? 1 : 0; i < fields.Length; i += same ? 2 : 1)
        {
            size += MemorySize.ListpackElement(fields[i]);
        }

        return size;
    }

    /// <summary>Whether an entry has the fields of its node, in their order.</summary>
    internal static bool HasFieldsOf(StreamEntryShape shape, byte[][] fields)
    {
        bool same = shape.Fields.Length == fields.Length;
        for (int i = 0; i < fields.Length && same; i += 2)
        {
            same = shape.Fields[i].AsSpan().SequenceEqual(fields[i]);
        }

        return same;
    }

    private static int Integer(long number) => MemorySize.ListpackInteger(number) + 1;
}
