namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The bytes that entries take in one of Redis's nodes. They decide where a node ends, and thus what an approximate trim removes.</summary>
internal static class StreamEncoding
{
    private const int ListpackFrame = 7;
    private const int SmallInteger = 2;

    /// <summary>Returns the size of a node without entries: the numbers of entries and of deleted ones, the number of fields, the fields, and an end.</summary>
    internal static int HeaderBytes(byte[][] fields)
    {
        int size = ListpackFrame + (4 * SmallInteger);
        for (int i = 0; i < fields.Length; i += 2)
        {
            size += MemorySize.ListpackElement(fields[i]);
        }

        return size;
    }

    /// <summary>Returns the bare bytes of an entry, which Redis adds to a node's size when it decides whether a new node is needed.</summary>
    internal static long ContentBytes(byte[][] fields) => fields.Sum(static field => (long)field.Length);

    /// <summary>
    /// Returns the size of an entry: flags, the difference of its id from the node's, the fields if they differ from the node's, the values, and the number of
    /// elements.
    /// </summary>
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

    /// <summary>Whether an entry has the same fields as its node, in the same order.</summary>
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
