namespace ScriptGrid.Client;

/// <summary>The outcome of a run that a caller requested.</summary>
[GenerateSerializer, Immutable, Alias("sg.script-outcome")]
public sealed record ScriptOutcome
{
    /// <summary>How the call ended.</summary>
    [Id(0)]
    public CallStatus Status { get; init; }

    /// <summary>The script's reply; <see cref="ScriptReply.Nil"/> unless the call was done.</summary>
    [Id(1)]
    public ScriptReply Reply { get; init; } = ScriptReply.Nil;

    /// <summary>Why the run failed, one of <see cref="FailureReasons"/>; empty if it did not.</summary>
    [Id(2)]
    public string Reason { get; init; } = "";

    /// <summary>The reason in words, from the server or from ScriptGrid, on one line. Empty if the call was done.</summary>
    [Id(3)]
    public string Message { get; init; } = "";

    /// <summary>The time from the call's turn to the reply. It includes connecting and loading, but not waiting for the turn. Zero if the call was not sent.</summary>
    [Id(4)]
    public TimeSpan Duration { get; init; }

    /// <summary>Whether the script ran and returned.</summary>
    public bool IsDone => Status == CallStatus.Done;
}
