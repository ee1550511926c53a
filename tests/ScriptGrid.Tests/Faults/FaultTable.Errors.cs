namespace ScriptGrid.Tests.Faults;

/// <content>Error replies, by where they come.</content>
internal static partial class FaultTable
{
    /// <summary>The error replies that there are, with the reason of a script that meets one.</summary>
    private static readonly (string Error, string Reason)[] ErrorReplies =
    [
        ("LOADING Redis is loading the dataset in memory", "loading"),
        ("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", "loading"),
        ("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", "busy"),
        ("READONLY You can't write against a read only replica.", "readonly"),
        ("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", "readonly"),
        ("NOREPLICAS Not enough good replicas to write.", "readonly"),
        ("OOM command not allowed when used memory > 'maxmemory'.", "oom"),
        ("CLUSTERDOWN The cluster is down", "cluster"),
        ("MOVED 3999 127.0.0.1:6381", "cluster"),
        ("ASK 3999 127.0.0.1:6381", "cluster"),
        ("CROSSSLOT Keys in request don't hash to the same slot", "cluster"),
        ("TRYAGAIN Multiple keys request during rehashing of slot", "cluster"),
        ("UNKILLABLE Sorry the script already executed write commands against the dataset.", "script"),
        ("ERR user_script:1: boom script: 1f2e, on @user_script:1.", "script"),
        ("ERR Error compiling script (new function): user_script:1: unexpected symbol near 'x'", "script"),
        ("ERR", "script"),
        ("SOMETHING that nobody has heard of", "script"),
    ];

    private static readonly (string Error, string Reason)[] AtLoad =
    [
        .. ErrorReplies,
        ("NOPERM this user has no permissions to run the 'script|load' command", ""),
        ("ERR unknown command 'SCRIPT', with args beginning with: 'LOAD' ", ""),
    ];

    private static readonly (string Error, string Reason)[] AtRun =
    [
        .. ErrorReplies,
        ("NOSCRIPT No matching script. Please use EVAL.", "noscript"),
        ("NOPERM this user has no permissions to run the 'evalsha_ro' command", "denied"),
        ("NOPERM this user has no permissions to access one of the keys used as arguments", "denied"),
        ("ERR unknown command 'EVALSHA', with args beginning with: ", "unsupported"),
    ];

    private static IEnumerable<Fault> Errors(string command, IEnumerable<(string Error, string Reason)> errors) => errors.Select(
        row => Serves($"{row.Error} ({command})", row.Reason, 1, At(command, $"-{row.Error}\r\n"), breaksLogIn: true));

    /// <summary>An answer is an answer: the server is up.</summary>
    private static IEnumerable<Fault> PingErrors() => ErrorReplies.Take(3)
        .Append(("NOPERM this user has no permissions to run the 'ping' command", ""))
        .Select(static row => Serves($"{row.Item1} (PING)", "", 1, At("PING", $"-{row.Item1}\r\n")) with { IsIdle = true })
        .Append(Serves("PING is never answered", "", 0, At("PING", static (connection, _, _) => connection.UntilMendedAsync())) with { IsIdle = true })
        .Append(Serves("PING is answered with HTTP", "", 0, At("PING", "HTTP/1.1 400 Bad Request\r\n\r\n")) with { IsIdle = true });

    private static IEnumerable<Fault> LogIn()
    {
        string[] password = ["password: secret-of-the-matrix"];
        foreach (string refusal in new[]
        {
            "WRONGPASS invalid username-password pair or user is disabled.",
            "ERR invalid password",
            "ERR Client sent AUTH, but no password is set",
            "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
        })
        {
            yield return Serves($"{refusal} (AUTH)", "auth", 0, At("AUTH", $"-{refusal}\r\n"), breaksLogIn: true) with { GroupKeys = password };
        }

        yield return Serves(
            "NOAUTH (HELLO and all else)",
            "auth",
            0,
            static (connection, words, _) => connection.SendAsync(words[0] == "HELLO"
                ? "-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used\r\n"
                : "-NOAUTH Authentication required.\r\n"),
            breaksLogIn: true);
        yield return Serves(
            "ACL WHOAMI names another user",
            "auth",
            0,
            At("ACL", "$7\r\nsomeone\r\n"),
            breaksLogIn: true) with
        { GroupKeys = [.. password, "username: metrics"], IsPassing = false };
        yield return Serves("HELLO is not known", "", 1, At("HELLO", "-ERR unknown command `HELLO`, with args beginning with: `3`, \r\n"), breaksLogIn: true);
        yield return Serves(
            "HELLO closes the connection",
            "",
            1,
            At("HELLO", static (connection, _, _) => Then(connection.Close)),
            breaksLogIn: true) with
        { IsPassing = false };
        yield return Serves(
            "HELLO is not known, and CLIENT closes the connection",
            "",
            1,
            static (connection, words, reply) => words[0] switch
            {
                "HELLO" => connection.SendAsync("-ERR unknown command 'HELLO'\r\n"),
                "CLIENT" => Then(connection.Close),
                _ => connection.SendAsync(reply),
            },
            breaksLogIn: true) with
        { IsPassing = false };
        yield return Serves("NOPERM (HELLO)", "", 1, At("HELLO", "-NOPERM this user has no permissions to run the 'hello' command\r\n"), breaksLogIn: true);
    }
}
