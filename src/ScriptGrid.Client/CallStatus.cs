namespace ScriptGrid.Client;

/// <summary>How a call ended.</summary>
[GenerateSerializer]
[Alias("sg.call-status")]
public enum CallStatus
{
    /// <summary>Nothing is known of the call: the outcome was not filled in.</summary>
    Unknown = 0,

    /// <summary>The target did it.</summary>
    Done = 1,

    /// <summary>The target refused or did not answer: the outcome's reason and message say why.</summary>
    Failed = 2,

    /// <summary>No silo is configured to collect this target.</summary>
    UnknownTarget = 3,

    /// <summary>The target has no configured or registered script of this name.</summary>
    UnknownScript = 4,

    /// <summary>The configuration does not allow it; the message names the setting.</summary>
    NotAllowed = 5,

    /// <summary>An argument is not what it must be; the message says which.</summary>
    InvalidArgument = 6,

    /// <summary>The target is changing hands or has too many calls waiting. Nothing was sent: ask again.</summary>
    Unavailable = 7,
}
