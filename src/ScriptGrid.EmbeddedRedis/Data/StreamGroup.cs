namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A group of consumers that share a stream's entries, and what was delivered to them and not acknowledged.</summary>
internal sealed class StreamGroup(byte[] name)
{
    internal byte[] Name { get; } = name;

    /// <summary>The last id that was delivered.</summary>
    internal StreamId LastId { get; set; }

    /// <summary>How many entries were read so far; null where that cannot be known.</summary>
    internal long? EntriesRead { get; set; }

    internal SortedDictionary<StreamId, PendingEntry> Pending { get; } = [];

    internal SortedDictionary<byte[], StreamConsumer> Consumers { get; } = new(ByteOrder.Instance);

    /// <summary>The consumer of a name, which is made where it is new.</summary>
    internal StreamConsumer Consumer(byte[] name, long now) => Consumer(name, now, out _);

    /// <summary>Like <see cref="Consumer(byte[], long)"/>, and says whether it was made.</summary>
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

    /// <summary>Hands an entry to a consumer, no matter which one had it.</summary>
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

    /// <summary>Forgets an entry that was delivered; false where it was not.</summary>
    internal bool Forget(StreamId id)
    {
        bool found = Pending.Remove(id, out PendingEntry? entry);
        entry?.Consumer.Pending.Remove(id);
        return found;
    }

    /// <summary>Removes a consumer and tells how many entries it had; none where it is not there.</summary>
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

/// <summary>One who reads for a group.</summary>
internal sealed class StreamConsumer(byte[] name)
{
    internal byte[] Name { get; } = name;

    /// <summary>When it last asked for anything, in milliseconds since 1970.</summary>
    internal long SeenAt { get; set; }

    internal SortedDictionary<StreamId, PendingEntry> Pending { get; } = [];
}

/// <summary>An entry that a consumer got and did not acknowledge.</summary>
internal sealed class PendingEntry(StreamId id, StreamConsumer consumer)
{
    internal StreamId Id { get; } = id;

    internal StreamConsumer Consumer { get; set; } = consumer;

    /// <summary>In milliseconds since 1970.</summary>
    internal long DeliveredAt { get; set; }

    internal long Deliveries { get; set; } = 1;
}
