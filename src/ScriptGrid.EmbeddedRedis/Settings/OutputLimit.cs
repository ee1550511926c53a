namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>How much may wait to be sent to a client before it is closed; zeros are no limit.</summary>
/// <param name="HardBytes">More than this closes it at once.</param>
/// <param name="SoftBytes">More than this closes it after <paramref name="SoftSeconds"/>.</param>
/// <param name="SoftSeconds">How long <paramref name="SoftBytes"/> may be exceeded without a break.</param>
internal readonly record struct OutputLimit(long HardBytes, long SoftBytes, long SoftSeconds);
