namespace ScriptGrid.Client;

/// <summary>Whether a target answers.</summary>
[GenerateSerializer]
[Alias("sg.target-availability")]
public enum TargetAvailability
{
    /// <summary>It was not asked yet.</summary>
    Unknown = 0,

    /// <summary>It answers, if only with an error: <c>redis_up</c> is 1.</summary>
    Up = 1,

    /// <summary>It cannot be reached, or does not let us in: <c>redis_up</c> is 0.</summary>
    Down = 2,
}
