namespace ScriptGrid.Engine.Redis;

/// <summary>What earlier attempts to log in have taught about the server, above all what a proxy closes the connection on instead of answering.</summary>
[Flags]
internal enum LogInHints : byte
{
    /// <summary>Nothing: all is said.</summary>
    None = 0,

    /// <summary>HELLO is left out: the connection speaks RESP2.</summary>
    NoHello = 1,

    /// <summary>CLIENT SETNAME is left out.</summary>
    NoClientName = 2,

    /// <summary>ACL WHOAMI is left out, which checks that AUTH logged the right user in.</summary>
    NoWhoAmI = 4,

    /// <summary>
    /// The last attempt was closed without any answer. The next begins with a PING, which shows whether what follows is to blame or whether nobody
    /// answers at all.
    /// </summary>
    InDoubt = 8,

    /// <summary>The server speaks TLS on this port, and we do not.</summary>
    SpeaksTls = 16,
}
