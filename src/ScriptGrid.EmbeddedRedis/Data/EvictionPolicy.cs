namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Which keys go first where memory is short: <c>maxmemory-policy</c>.</summary>
internal enum EvictionPolicy
{
    None,
    LeastRecentlyUsed,
    LeastFrequentlyUsed,
    Random,
    NextToExpire,
}
