namespace ScriptGrid.Client;

/// <summary>The outcome of a command that has no result of its own.</summary>
[GenerateSerializer, Immutable, Alias("sg.command-outcome")]
public sealed record CommandOutcome
{
    /// <summary>How the command ended.</summary>
    [Id(0)]
    public CallStatus Status { get; init; }

    /// <summary>Why the command failed, one of <see cref="FailureReasons"/>; empty if it did not.</summary>
    [Id(1)]
    public string Reason { get; init; } = "";

    /// <summary>The reason in words, from the server or from ScriptGrid, on one line. Empty if the command was done.</summary>
    [Id(2)]
    public string Message { get; init; } = "";

    /// <summary>Whether the command was done.</summary>
    public bool IsDone => Status == CallStatus.Done;
}
