namespace ScriptGrid.EmbeddedRedis.Data;

/// <content>How far a group has read, counted in entries.</content>
internal sealed partial class StreamValue
{
    /// <summary>Returns how many entries a group has yet to read; null if removed entries make that unknown.</summary>
    internal long? Lag(StreamGroup group)
    {
        if (EntriesAdded == 0)
        {
            return 0;
        }

        long? read = group.EntriesRead is { } known && !HasGapBehind(group.LastId) ? known : EntriesUpTo(group.LastId);
        return EntriesAdded - read;
    }

    /// <summary>Counts an entry that a group reads for the first time.</summary>
    internal void Advance(StreamGroup group, StreamId id)
    {
        group.EntriesRead = group.EntriesRead is { } known && !HasGapBehind(id) ? known + 1
            : EntriesAdded > 0 ? EntriesUpTo(id)
            : group.EntriesRead;
        group.LastId = id;
    }

    /// <summary>Returns how many entries up to an id were ever added; null if removed entries make that unknown.</summary>
    internal long? EntriesUpTo(StreamId id)
    {
        if (EntriesAdded == 0)
        {
            return 0;
        }

        if ((Count == 0 && id <= LastId) || id == LastId)
        {
            return EntriesAdded;
        }

        if (id > LastId || (MaxDeletedId != StreamId.Min && MaxDeletedId >= FirstId) || id > FirstId)
        {
            return null;
        }

        return EntriesAdded - Count + (id == FirstId ? 1 : 0);
    }

    // Whether an entry at or after this id was removed although the first entry of the stream comes before it.
    private bool HasGapBehind(StreamId id) => Count > 0 && MaxDeletedId != StreamId.Min && FirstId <= MaxDeletedId && id <= MaxDeletedId;
}
