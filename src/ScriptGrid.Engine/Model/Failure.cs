namespace ScriptGrid.Engine.Model;

/// <summary>Why a run failed. The list is closed: each name, in lower case, is a value of the <c>reason</c> label.</summary>
public enum FailureReason
{
    /// <summary>The connection was refused, reset or closed, or the server has too many clients.</summary>
    Connection,

    /// <summary>The host name has no address.</summary>
    Dns,

    /// <summary>The TLS handshake failed.</summary>
    Tls,

    /// <summary>NOAUTH or WRONGPASS, or the server logged us in as another user.</summary>
    Auth,

    /// <summary>NOPERM, or an ACL failure inside the script.</summary>
    Denied,

    /// <summary>No reply came in time.</summary>
    Timeout,

    /// <summary>The server is busy running a script.</summary>
    Busy,

    /// <summary>LOADING or MASTERDOWN: the server has no data to read yet.</summary>
    Loading,

    /// <summary>The script writes where only reads are allowed.</summary>
    ReadOnly,

    /// <summary>The server is out of memory.</summary>
    Oom,

    /// <summary>MOVED, CROSSSLOT, CLUSTERDOWN, or a key that belongs to another node.</summary>
    Cluster,

    /// <summary>The server does not know the command.</summary>
    Unsupported,

    /// <summary>The server still did not have the script after it was loaded again.</summary>
    NoScript,

    /// <summary>The script does not compile, or raised an error.</summary>
    Script,

    /// <summary>The script returned something that cannot be exposed.</summary>
    Reply,

    /// <summary>The reply was too large, too deep, or had too many series.</summary>
    Limit,

    /// <summary>What the server sent is not RESP.</summary>
    Protocol,
}

/// <summary>An expected failure, as a value.</summary>
/// <param name="Reason">The reason, from the closed list.</param>
/// <param name="Message">The server's words, or ours: one line that never holds a credential.</param>
public sealed record Failure(FailureReason Reason, string Message)
{
    private static readonly string[] Labels =
        [.. Enum.GetNames<FailureReason>().Select(static name => name.ToLowerInvariant())];

    /// <summary>How many reasons there are.</summary>
    public static int ReasonCount => Labels.Length;

    /// <summary>Whether the connection is lost and must be closed. The target may work again after a reconnect.</summary>
    public bool IsConnectionLost { get; init; }

    /// <summary>Whether the connection ended before the whole request was sent, so that the server did not carry it out.</summary>
    public bool IsUnasked { get; init; }

    /// <summary>Whether the fault is the target's, not one script's: everything else that is due there would fail the same way.</summary>
    public bool IsTargetFault { get; init; }

    /// <summary>Whether the server does not know the command that was sent, or lets nobody send it. Another form of the command may work.</summary>
    public bool IsCommandRefused { get; init; }

    /// <summary>What the operator can do about it; null if the message says it all.</summary>
    public string? Remedy { get; init; }

    /// <summary>The message, followed by the remedy if there is one.</summary>
    public string Explanation => Remedy is null ? Message : $"{Message} ({Remedy})";

    /// <summary>Returns the value of the <c>reason</c> label.</summary>
    public static string Label(FailureReason reason) => Labels[(int)reason];

    /// <summary>Creates the failure of a connection that was refused, reset or closed.</summary>
    public static Failure Lost(string message) => new(FailureReason.Connection, message) { IsConnectionLost = true };

    /// <summary>Creates a failure after which the connection can no longer be used, such as an answer that is not RESP.</summary>
    public static Failure Unusable(FailureReason reason, string message) => new(reason, message) { IsConnectionLost = true };
}
