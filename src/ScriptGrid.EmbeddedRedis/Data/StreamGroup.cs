namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A group of consumers that share a stream's entries, and the entries that were delivered to them but not acknowledged.</summary>
internal sealed class StreamGroup(byte[] name)
{
    internal byte[] Name { get; } = name;

    /// <summary>The id of the last entry that was delivered.</summary>
    internal StreamId LastId { get; set; }

    /// <summary>The number of entries that were read so far; null if it is unknown.</summary>
    internal long? EntriesRead { get; set; }

    internal SortedDictionary<StreamId, PendingEntry> Pending { get; } = [];

    internal SortedDictionary<byte[], StreamConsumer> Consumers { get; } = new(ByteOrder.Instance);

    /// <summary>Returns the consumer with a name, and creates it if it does not exist.</summary>
    internal StreamConsumer Consumer(byte[] name, long now) => Consumer(name, now, out _);

    /// <summary>Does the same as <see cref="Consumer(byte[], long)"/>, and tells whether the consumer was created.</summary>
    internal StreamConsumer Consumer(byte[] name, long now, out bool isNew)
    {
        isNew = !Consumers.TryGetValue(name, out StreamConsumer? consumer);
        if (consumer is null)
        {
            Consumers.Add(name, consumer = new StreamConsumer(name));
        }

        consumer.SeenAt = now;
        return consumer;
    }

    /// <summary>Gives an entry to a consumer, regardless of which one had it.</summary>
    internal PendingEntry Give(StreamId id, StreamConsumer consumer)
    {
        if (!Pending.TryGetValue(id, out PendingEntry? entry))
        {
            Pending.Add(id, entry = new PendingEntry(id, consumer));
        }

        entry.Consumer.Pending.Remove(id);
        entry.Consumer = consumer;
        consumer.Pending[id] = entry;
        return entry;
    }

    /// <summary>Removes an entry from those that are pending. Returns false if it was not pending.</summary>
    internal bool Forget(StreamId id)
    {
        bool found = Pending.Remove(id, out PendingEntry? entry);
        entry?.Consumer.Pending.Remove(id);
        return found;
    }

    /// <summary>Removes a consumer and returns how many pending entries it had; 0 if it does not exist.</summary>
    internal int RemoveConsumer(byte[] name)
    {
        if (!Consumers.Remove(name, out StreamConsumer? consumer))
        {
            return 0;
        }

        foreach (StreamId id in consumer.Pending.Keys)
        {
            Pending.Remove(id);
        }

        return consumer.Pending.Count;
    }

    internal StreamGroup Copy()
    {
        var copy = new StreamGroup(Name) { LastId = LastId, EntriesRead = EntriesRead };
        foreach (StreamConsumer consumer in Consumers.Values)
        {
            StreamConsumer other = copy.Consumer(consumer.Name, consumer.SeenAt);
            foreach (PendingEntry entry in consumer.Pending.Values)
            {
                PendingEntry given = copy.Give(entry.Id, other);
                (given.DeliveredAt, given.Deliveries) = (entry.DeliveredAt, entry.Deliveries);
            }
        }

        return copy;
    }
}

/// <summary>A consumer, which reads on behalf of a group.</summary>
internal sealed class StreamConsumer(byte[] name)
{
    internal byte[] Name { get; } = name;

    /// <summary>When the consumer last asked for anything, in milliseconds since 1970.</summary>
    internal long SeenAt { get; set; }

    internal SortedDictionary<StreamId, PendingEntry> Pending { get; } = [];
}

/// <summary>An entry that was delivered to a consumer but not acknowledged.</summary>
internal sealed class PendingEntry(StreamId id, StreamConsumer consumer)
{
    internal StreamId Id { get; } = id;

    internal StreamConsumer Consumer { get; set; } = consumer;

    /// <summary>When the entry was last delivered, in milliseconds since 1970.</summary>
    internal long DeliveredAt { get; set; }

    internal long Deliveries { get; set; } = 1;
}
