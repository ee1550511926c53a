namespace ScriptGrid.Client;

/// <summary>The outcome of loading a script.</summary>
[GenerateSerializer, Immutable, Alias("sg.load-outcome")]
public sealed record LoadOutcome
{
    /// <summary>How the call ended.</summary>
    [Id(0)]
    public CallStatus Status { get; init; }

    /// <summary>The script's SHA-1, which is its name in the server's cache: forty hexadecimal digits. Empty unless the call was done.</summary>
    [Id(1)]
    public string Sha1 { get; init; } = "";

    /// <summary>Why the call failed, one of <see cref="FailureReasons"/>; <c>script</c> if the script does not compile. Empty if it did not fail.</summary>
    [Id(2)]
    public string Reason { get; init; } = "";

    /// <summary>The reason in words, from the server or from ScriptGrid, on one line. Empty if the call was done.</summary>
    [Id(3)]
    public string Message { get; init; } = "";

    /// <summary>Whether the call was done.</summary>
    public bool IsDone => Status == CallStatus.Done;
}
