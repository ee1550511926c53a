namespace ScriptGrid.Client;

/// <summary>Whether a target answers.</summary>
[GenerateSerializer]
[Alias("sg.target-availability")]
public enum TargetAvailability
{
    /// <summary>It has not been asked yet.</summary>
    Unknown = 0,

    /// <summary>It answers, even if only with an error: <c>redis_up</c> is 1.</summary>
    Up = 1,

    /// <summary>It cannot be reached, or does not accept the login: <c>redis_up</c> is 0.</summary>
    Down = 2,
}
