namespace ScriptGrid.Client;

/// <summary>How a call ended.</summary>
[GenerateSerializer]
[Alias("sg.CallStatus")]
public enum CallStatus
{
    /// <summary>The target did it.</summary>
    Done = 0,

    /// <summary>The target refused or did not answer: the outcome's reason and message say why.</summary>
    Failed = 1,

    /// <summary>No silo is configured to collect this target.</summary>
    UnknownTarget = 2,

    /// <summary>The target has no configured or registered script of this name.</summary>
    UnknownScript = 3,

    /// <summary>The configuration does not allow it; the message names the setting.</summary>
    NotAllowed = 4,

    /// <summary>An argument is not what it must be; the message says which.</summary>
    InvalidArgument = 5,

    /// <summary>The target is changing hands or has too many calls waiting. Nothing was sent: ask again.</summary>
    Unavailable = 6,
}
