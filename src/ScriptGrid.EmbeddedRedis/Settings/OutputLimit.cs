namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>How much output may wait for a client before the client is closed; 0 means no limit.</summary>
/// <param name="HardBytes">At this size the client is closed at once.</param>
/// <param name="SoftBytes">At this size the client is closed after more than <paramref name="SoftSeconds"/>.</param>
/// <param name="SoftSeconds">How long the output may stay at <paramref name="SoftBytes"/> or above without a break.</param>
internal readonly record struct OutputLimit(long HardBytes, long SoftBytes, long SoftSeconds);
