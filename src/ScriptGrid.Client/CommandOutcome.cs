namespace ScriptGrid.Client;

/// <summary>How a command ended that has no result of its own.</summary>
[GenerateSerializer, Immutable, Alias("sg.CommandOutcome")]
public sealed record CommandOutcome
{
    /// <summary>How it ended.</summary>
    [Id(0)]
    public CallStatus Status { get; init; }

    /// <summary>Where it failed, why: a value of the <c>reason</c> label, such as <c>timeout</c> or <c>denied</c>. Else empty.</summary>
    [Id(1)]
    public string Reason { get; init; } = "";

    /// <summary>The server's own words, or ours; one line. Empty where it was done.</summary>
    [Id(2)]
    public string Message { get; init; } = "";
}
