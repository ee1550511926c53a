namespace ScriptGrid.Client;

/// <summary>
/// The reasons why a run or a command failed. These are all values of <see cref="ScriptOutcome.Reason"/> and of the other outcomes' reasons, apart from
/// the empty string, and all values of the label <c>reason</c>. The list is closed: a new value is a change of the contract.
/// </summary>
public static class FailureReasons
{
    /// <summary>The connection was refused, reset or closed, or the server has too many clients.</summary>
    public const string Connection = "connection";

    /// <summary>The host name has no address.</summary>
    public const string Dns = "dns";

    /// <summary>The TLS handshake failed.</summary>
    public const string Tls = "tls";

    /// <summary>The server requires a login or refused it: NOAUTH or WRONGPASS.</summary>
    public const string Auth = "auth";

    /// <summary>The user lacks a permission: NOPERM, or an ACL failure inside the script.</summary>
    public const string Denied = "denied";

    /// <summary>There was no reply in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The server is busy with a script.</summary>
    public const string Busy = "busy";

    /// <summary>The server has no data to read yet: LOADING or MASTERDOWN.</summary>
    public const string Loading = "loading";

    /// <summary>The script tried to write where only reads are allowed.</summary>
    public const string ReadOnly = "readonly";

    /// <summary>The server is out of memory.</summary>
    public const string Oom = "oom";

    /// <summary>MOVED, CROSSSLOT or CLUSTERDOWN, or a key belongs to another node.</summary>
    public const string Cluster = "cluster";

    /// <summary>The server does not know the command.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>The server did not have the script in its cache even after it was loaded again.</summary>
    public const string NoScript = "noscript";

    /// <summary>The script does not compile, or raised an error.</summary>
    public const string Script = "script";

    /// <summary>The script returned a value that metrics cannot represent. Calls never fail with this reason: they get any reply unchanged.</summary>
    public const string Reply = "reply";

    /// <summary>The reply was too large, too deep, or had too many series.</summary>
    public const string Limit = "limit";

    /// <summary>The server sent data that is not valid RESP.</summary>
    public const string Protocol = "protocol";
}
