namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>The limit on the rate of requests.</summary>
/// <param name="Interval">The time after which one more request is allowed.</param>
/// <param name="Burst">The number of requests allowed at once.</param>
internal sealed record RequestRate(TimeSpan Interval, int Burst);
