namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>An entry of a stream: fields and values by turns.</summary>
internal sealed record StreamEntry(StreamId Id, byte[][] Fields, StreamNode Node);

/// <summary>A run of entries that Redis would keep in one node, which only goes as a whole where a stream is trimmed roughly.</summary>
internal sealed class StreamNode(StreamEntryShape shape)
{
    /// <summary>The first entry's id and fields; entries with the same fields take less.</summary>
    internal StreamEntryShape Shape { get; } = shape;

    internal int Entries { get; set; }

    internal StreamId LastId { get; set; }

    internal long Bytes { get; set; }
}

/// <summary>What entries of a node are stored relative to.</summary>
internal readonly record struct StreamEntryShape(StreamId Id, byte[][] Fields);
