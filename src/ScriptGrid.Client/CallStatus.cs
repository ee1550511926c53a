namespace ScriptGrid.Client;

/// <summary>How a call ended.</summary>
[GenerateSerializer]
[Alias("sg.call-status")]
public enum CallStatus
{
    /// <summary>The status is not set: the outcome was not filled in.</summary>
    Unknown = 0,

    /// <summary>The target carried out the call.</summary>
    Done = 1,

    /// <summary>The target refused the call or did not answer. The outcome's reason and message say why.</summary>
    Failed = 2,

    /// <summary>No silo is configured to collect this target.</summary>
    UnknownTarget = 3,

    /// <summary>The target has no configured or registered script of this name.</summary>
    UnknownScript = 4,

    /// <summary>The configuration does not allow the call. The message names the setting.</summary>
    NotAllowed = 5,

    /// <summary>An argument is invalid. The message says which one.</summary>
    InvalidArgument = 6,

    /// <summary>
    /// The target cannot take the call now, for instance because it has too many calls waiting, or because it moves to another silo. Nothing was sent: try
    /// again.
    /// </summary>
    Unavailable = 7,
}
