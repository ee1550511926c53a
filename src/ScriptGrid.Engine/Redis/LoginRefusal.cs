using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Describes, in our own words, error replies to commands that held a password. The server's words are never shown: a server that does not know AUTH repeats
/// what was sent.
/// </summary>
internal static class LoginRefusal
{
    /// <summary>
    /// Returns the failure with our words as its message, and with the reason that they express. Of the server's text it keeps only a code that Redis is known
    /// to use.
    /// </summary>
    public static Failure Describe(Failure refused)
    {
        string code = RedisErrors.CodeOf(refused.Message);
        (FailureReason reason, string words) = (refused.Reason, code) switch
        {
            (_, "WRONGPASS") => (FailureReason.Auth, "the server refuses the user or the password"),
            (_, "NOAUTH") => (FailureReason.Auth, "the server does not accept the configured log-in; it requires a different one"),
            (_, "NOPERM") => (FailureReason.Denied, "the user may not log in"),
            (_, "DENIED") => (FailureReason.Denied, "the server is in protected mode and accepts no connections from other hosts"),
            (FailureReason.Auth, _) when Begins(refused, "ERR invalid password") => (FailureReason.Auth, "the server refuses the password"),
            (FailureReason.Auth, _) => (FailureReason.Auth, "a password is configured, but the server does not require one"),
            (FailureReason.Unsupported, _) => (FailureReason.Unsupported, "the server does not know AUTH"),
            (FailureReason.Connection, _) => (FailureReason.Connection, "the server or proxy has too many connections, or the proxy cannot reach its server"),
            (FailureReason.Script, _) => (FailureReason.Auth, "the server refuses the log-in"),
            _ => (refused.Reason, "the server does not accept log-ins at the moment"),
        };
        return refused with { Reason = reason, Message = code.Length > 0 ? $"{words} ({code})" : words, Remedy = null };
    }

    private static bool Begins(Failure refused, string words) => refused.Message.StartsWith(words, StringComparison.OrdinalIgnoreCase);
}
