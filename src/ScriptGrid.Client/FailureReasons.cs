namespace ScriptGrid.Client;

/// <summary>
/// Why a run or a command failed: every value that <see cref="ScriptOutcome.Reason"/> and its like have where they are not empty, and the
/// values of the label <c>reason</c>. The list is closed: a new one is a change of the contract.
/// </summary>
public static class FailureReasons
{
    /// <summary>Refused, reset, closed, or the server has too many clients.</summary>
    public const string Connection = "connection";

    /// <summary>The host name has no address.</summary>
    public const string Dns = "dns";

    /// <summary>The TLS handshake failed.</summary>
    public const string Tls = "tls";

    /// <summary>NOAUTH or WRONGPASS.</summary>
    public const string Auth = "auth";

    /// <summary>NOPERM, or an ACL failure inside the script.</summary>
    public const string Denied = "denied";

    /// <summary>No reply in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The server is busy running a script.</summary>
    public const string Busy = "busy";

    /// <summary>LOADING or MASTERDOWN: the server has no data to read yet.</summary>
    public const string Loading = "loading";

    /// <summary>A write where only reads are allowed.</summary>
    public const string ReadOnly = "readonly";

    /// <summary>The server is out of memory.</summary>
    public const string Oom = "oom";

    /// <summary>MOVED, CROSSSLOT, CLUSTERDOWN, or a key of another node.</summary>
    public const string Cluster = "cluster";

    /// <summary>The server does not know the command.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>The script was gone again after it was loaded once more.</summary>
    public const string NoScript = "noscript";

    /// <summary>The script does not compile, or raised an error.</summary>
    public const string Script = "script";

    /// <summary>The script returned what cannot be exposed. Calls do not have it: they get any reply as it came.</summary>
    public const string Reply = "reply";

    /// <summary>The reply was too large, too deep, or had too many series.</summary>
    public const string Limit = "limit";

    /// <summary>What the server sent is not RESP.</summary>
    public const string Protocol = "protocol";
}
