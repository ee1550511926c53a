namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>An entry of a stream, with alternating fields and values.</summary>
internal sealed record StreamEntry(StreamId Id, byte[][] Fields, StreamNode Node);

/// <summary>A run of entries that Redis would keep in one node. An approximate trim removes a node as a whole or not at all.</summary>
internal sealed class StreamNode(StreamEntryShape shape)
{
    /// <summary>The first entry's id and fields. Entries with the same fields take less space.</summary>
    internal StreamEntryShape Shape { get; } = shape;

    /// <summary>The entries that are still in the stream.</summary>
    internal int Entries { get; set; }

    /// <summary>All entries that were ever added. Deleted ones keep their room in the node.</summary>
    internal int EntriesAdded { get; set; }

    internal StreamId LastId { get; set; }

    internal long Bytes { get; set; }

    internal StreamNode Copy() => (StreamNode)MemberwiseClone();
}

/// <summary>The id and fields that the entries of a node are stored relative to.</summary>
internal readonly record struct StreamEntryShape(StreamId Id, byte[][] Fields);
