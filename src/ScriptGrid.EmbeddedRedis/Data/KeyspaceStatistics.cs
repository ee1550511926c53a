namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>What INFO reports about the use of keys. CONFIG RESETSTAT resets it.</summary>
internal sealed class KeyspaceStatistics
{
    internal long Hits { get; private set; }

    internal long Misses { get; private set; }

    internal long Expired { get; set; }

    internal long Evicted { get; set; }

    /// <summary>The number of changes to keys since the server started.</summary>
    internal long Changes { get; set; }

    internal void Count(bool hit)
    {
        if (hit)
        {
            Hits++;
        }
        else
        {
            Misses++;
        }
    }

    internal void Reset()
    {
        Hits = 0;
        Misses = 0;
        Expired = 0;
        Evicted = 0;
    }
}
