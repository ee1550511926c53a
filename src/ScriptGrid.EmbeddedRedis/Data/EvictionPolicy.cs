namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Which keys are removed first when memory is short: <c>maxmemory-policy</c>.</summary>
internal enum EvictionPolicy
{
    None,
    LeastRecentlyUsed,
    LeastFrequentlyUsed,
    Random,
    NextToExpire,
}
