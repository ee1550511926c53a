namespace ScriptGrid.Engine.Model;

/// <summary>Why a run failed. A closed list: each name, in lower case, is a value of the <c>reason</c> label.</summary>
public enum FailureReason
{
    /// <summary>Refused, reset, closed, or the server has too many clients.</summary>
    Connection,

    /// <summary>The host name has no address.</summary>
    Dns,

    /// <summary>The TLS handshake failed.</summary>
    Tls,

    /// <summary>NOAUTH or WRONGPASS, or the server took us for another user.</summary>
    Auth,

    /// <summary>NOPERM, or an ACL failure inside the script.</summary>
    Denied,

    /// <summary>No reply in time.</summary>
    Timeout,

    /// <summary>The server is busy running a script.</summary>
    Busy,

    /// <summary>LOADING or MASTERDOWN: the server has no data to read yet.</summary>
    Loading,

    /// <summary>A write where only reads are allowed.</summary>
    ReadOnly,

    /// <summary>The server is out of memory.</summary>
    Oom,

    /// <summary>MOVED, CROSSSLOT, CLUSTERDOWN, or a key of another node.</summary>
    Cluster,

    /// <summary>The server does not know the command.</summary>
    Unsupported,

    /// <summary>The script was gone again after it was loaded once more.</summary>
    NoScript,

    /// <summary>The script does not compile, or raised an error.</summary>
    Script,

    /// <summary>The script returned what cannot be exposed.</summary>
    Reply,

    /// <summary>The reply was too large, too deep, or had too many series.</summary>
    Limit,

    /// <summary>What the server sent is not RESP.</summary>
    Protocol,
}

/// <summary>An expected failure, as a value.</summary>
/// <param name="Reason">Its place in the closed list.</param>
/// <param name="Message">The server's own words, or ours; one line, never a credential.</param>
public sealed record Failure(FailureReason Reason, string Message)
{
    private static readonly string[] Labels =
        [.. Enum.GetNames<FailureReason>().Select(static name => name.ToLowerInvariant())];

    /// <summary>How many reasons there are.</summary>
    public static int ReasonCount => Labels.Length;

    /// <summary>The connection is lost and must be given up; it may work after a reconnect.</summary>
    public bool IsConnectionLost { get; init; }

    /// <summary>It is about the whole target rather than one script: all else that is due would fail the same way.</summary>
    public bool IsTargetFault { get; init; }

    /// <summary>The server does not know the command that was sent, or lets nobody send it, so that another form of it may do.</summary>
    public bool IsCommandRefused { get; init; }

    /// <summary>What the operator can do about it; null where the message says all.</summary>
    public string? Remedy { get; init; }

    /// <summary>The message, and what can be done.</summary>
    public string Explanation => Remedy is null ? Message : $"{Message} ({Remedy})";

    /// <summary>The value of the <c>reason</c> label.</summary>
    public static string Label(FailureReason reason) => Labels[(int)reason];

    /// <summary>A connection that was refused, reset or closed.</summary>
    public static Failure Lost(string message) => new(FailureReason.Connection, message) { IsConnectionLost = true };

    /// <summary>A fault after which the connection can no longer be used, such as an answer that is not RESP.</summary>
    public static Failure Unusable(FailureReason reason, string message) => new(reason, message) { IsConnectionLost = true };
}
