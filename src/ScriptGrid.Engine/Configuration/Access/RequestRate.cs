namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>How many requests are answered.</summary>
/// <param name="Interval">The time in which one more is.</param>
/// <param name="Burst">How many are at once.</param>
internal sealed record RequestRate(TimeSpan Interval, int Burst);
