namespace ScriptGrid.Client;

/// <summary>How a run ended that a caller asked for.</summary>
[GenerateSerializer, Immutable, Alias("sg.script-outcome")]
public sealed record ScriptOutcome
{
    /// <summary>How it ended.</summary>
    [Id(0)]
    public CallStatus Status { get; init; }

    /// <summary>What the script returned; <see cref="ScriptReply.Nil"/> unless it was done.</summary>
    [Id(1)]
    public ScriptReply Reply { get; init; } = ScriptReply.Nil;

    /// <summary>Where it failed, why: one of <see cref="FailureReasons"/>. Else empty.</summary>
    [Id(2)]
    public string Reason { get; init; } = "";

    /// <summary>The server's own words, or ours; one line. Empty where it was done.</summary>
    [Id(3)]
    public string Message { get; init; } = "";

    /// <summary>From its turn to the reply, connecting and loading included; waiting for the turn is not.</summary>
    [Id(4)]
    public TimeSpan Duration { get; init; }

    /// <summary>Whether the script ran and returned.</summary>
    public bool IsDone => Status == CallStatus.Done;
}
