namespace ScriptGrid.Client;

/// <summary>How loading a script ended.</summary>
[GenerateSerializer, Immutable, Alias("sg.load-outcome")]
public sealed record LoadOutcome
{
    /// <summary>How it ended.</summary>
    [Id(0)]
    public CallStatus Status { get; init; }

    /// <summary>The name in the server's cache: forty hexadecimal digits. Empty unless it was done.</summary>
    [Id(1)]
    public string Sha1 { get; init; } = "";

    /// <summary>Where it failed, why: one of <see cref="FailureReasons"/>, <c>script</c> where it does not compile. Else empty.</summary>
    [Id(2)]
    public string Reason { get; init; } = "";

    /// <summary>The server's own words, or ours; one line. Empty where it was done.</summary>
    [Id(3)]
    public string Message { get; init; } = "";

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Status == CallStatus.Done;
}
