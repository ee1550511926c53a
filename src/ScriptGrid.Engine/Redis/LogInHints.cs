namespace ScriptGrid.Engine.Redis;

/// <summary>What earlier attempts to log in showed about the server, above all on which commands a proxy closes the connection instead of answering.</summary>
[Flags]
internal enum LogInHints : byte
{
    /// <summary>Nothing: all commands are sent.</summary>
    None = 0,

    /// <summary>Leave out HELLO: the connection speaks RESP2.</summary>
    NoHello = 1,

    /// <summary>Leave out CLIENT SETNAME.</summary>
    NoClientName = 2,

    /// <summary>Leave out ACL WHOAMI, which checks that AUTH logged in the right user.</summary>
    NoWhoAmI = 4,

    /// <summary>
    /// The last attempt was closed without any answer. The next one begins with a PING, which shows whether a later command is to blame, or the server
    /// answers nothing at all.
    /// </summary>
    InDoubt = 8,

    /// <summary>The server speaks TLS on this port, but this connection does not.</summary>
    SpeaksTls = 16,
}
