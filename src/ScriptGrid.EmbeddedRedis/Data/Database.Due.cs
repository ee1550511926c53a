namespace ScriptGrid.EmbeddedRedis.Data;

/// <content>The expiry of keys with a clock that a test moves: every key at its time, one after the other.</content>
internal sealed partial class Database
{
    private ExpiryOrder? _order = clock.MayBeMoved ? new() : null;

    /// <summary>Returns when the first key expires that a moved clock has passed; null if there is none, or if keys must not be removed.</summary>
    internal long? FirstDue()
    {
        if (_order?.First() is null || !Settings.ActiveExpire || Settings.KeepsExpired())
        {
            return null;
        }

        long now = Clock.Milliseconds;
        while (_order.First() is { } first && now > first.Expiry)
        {
            if (ExpiryOf(first.Key) == first.Expiry)
            {
                return first.Expiry;
            }

            _order.RemoveFirst();
        }

        return null;
    }

    /// <summary>Removes the key that <see cref="FirstDue"/> found.</summary>
    internal void ExpireFirst()
    {
        byte[] key = _order!.First()!.Value.Key;
        _order.RemoveFirst();
        RemoveIfExpired(key);
    }

    private void NoteOrder(byte[] key, long expiry)
    {
        _order?.Add(key, expiry);
        if (_order?.IsMostlyOutdated(_expiries.Count) == true)
        {
            _order = new();
            for (int i = 0; i < _expiries.Count; i++)
            {
                _order.Add(_expiries.KeyAt(i), _expiries.ValueAt(i));
            }
        }
    }
}
