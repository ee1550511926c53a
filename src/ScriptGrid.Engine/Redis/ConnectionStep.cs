using System.Globalization;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>What a connection is doing. When a deadline passes, this is what took too long.</summary>
internal enum ConnectionStep : byte
{
    /// <summary>Nothing is sent yet: a program is asked for the password.</summary>
    FindingLogin,

    /// <summary>The host's name is being looked up.</summary>
    Resolving,

    /// <summary>The connection to the host is being made.</summary>
    Connecting,

    /// <summary>The TLS handshake is under way.</summary>
    TlsHandshake,

    /// <summary>AUTH, HELLO or another command before the first request awaits its answer.</summary>
    LoggingIn,

    /// <summary>Part of an answer to such a command has come.</summary>
    ReadingLogIn,

    /// <summary>A request was sent, or is about to be.</summary>
    AwaitingReply,

    /// <summary>Part of the reply has come.</summary>
    ReadingReply,
}

/// <summary>Describes steps that did not end in time.</summary>
internal static class ConnectionSteps
{
    /// <summary>Returns the failure of a step that did not end in time.</summary>
    /// <param name="step">The step that was under way.</param>
    /// <param name="limit">The time limit of this step and the steps before it.</param>
    /// <param name="isPing">Whether the missing reply is that of a PING; otherwise it is a script's.</param>
    public static Failure TimedOut(this ConnectionStep step, TimeSpan limit, bool isPing = false)
    {
        FailureReason reason = step switch
        {
            ConnectionStep.FindingLogin => FailureReason.Auth,
            ConnectionStep.Resolving => FailureReason.Dns,
            ConnectionStep.TlsHandshake => FailureReason.Tls, // A plain port never answers a TLS handshake: it waits for the end of a line.
            _ => FailureReason.Timeout,
        };
        string within = string.Create(CultureInfo.InvariantCulture, $"within {limit.TotalSeconds:0.###} s");
        return new Failure(reason, step switch
        {
            ConnectionStep.FindingLogin => $"no password {within}: the password program has not ended",
            ConnectionStep.Resolving => $"cannot resolve the host's name {within}",
            ConnectionStep.Connecting => $"no connection {within}: the host does not answer",
            ConnectionStep.TlsHandshake => $"no TLS handshake {within}: the server accepted the connection but did not answer; is this a TLS port?",
            ConnectionStep.LoggingIn => $"no log-in {within}: the server accepted the connection but did not answer",
            ConnectionStep.ReadingLogIn => $"no log-in {within}: the server began its answer but did not complete it",
            ConnectionStep.ReadingReply => $"no complete reply {within}: the server began its reply but did not complete it",
            _ when isPing => $"no reply to PING {within}",
            _ => $"no reply {within}; the script may still run on the server",
        });
    }
}
