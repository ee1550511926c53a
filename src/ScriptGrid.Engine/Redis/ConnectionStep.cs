using System.Globalization;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>What is under way on a connection, and so what it is that takes the time.</summary>
internal enum ConnectionStep : byte
{
    /// <summary>Nothing yet: a program is asked for the password.</summary>
    FindingLogin,

    /// <summary>The host's name is looked up.</summary>
    Resolving,

    /// <summary>The host is connected to.</summary>
    Connecting,

    /// <summary>The TLS handshake.</summary>
    TlsHandshake,

    /// <summary>AUTH, HELLO and what else is sent before the first request.</summary>
    LoggingIn,

    /// <summary>A part of an answer to that has come.</summary>
    ReadingLogIn,

    /// <summary>A request was sent, or will be.</summary>
    AwaitingReply,

    /// <summary>A part of the reply has come.</summary>
    ReadingReply,
}

/// <summary>Says what it was that did not end in time.</summary>
internal static class ConnectionSteps
{
    /// <summary>The failure of a step that did not end in time.</summary>
    /// <param name="step">What was under way.</param>
    /// <param name="limit">How long it and the steps before it might take.</param>
    /// <param name="isPing">Whether it is a PING that has no reply; else it is a script.</param>
    public static Failure TimedOut(this ConnectionStep step, TimeSpan limit, bool isPing = false)
    {
        FailureReason reason = step switch
        {
            ConnectionStep.FindingLogin => FailureReason.Auth,
            ConnectionStep.Resolving => FailureReason.Dns,
            ConnectionStep.TlsHandshake => FailureReason.Tls, // What a plain port does with a TLS handshake: it waits for the end of a line.
            _ => FailureReason.Timeout,
        };
        string within = string.Create(CultureInfo.InvariantCulture, $"within {limit.TotalSeconds:0.###} s");
        return new Failure(reason, step switch
        {
            ConnectionStep.FindingLogin => $"no password {within}: its program has not ended",
            ConnectionStep.Resolving => $"cannot resolve the host's name {within}",
            ConnectionStep.Connecting => $"no connection {within}: the host does not answer",
            ConnectionStep.TlsHandshake => $"no TLS handshake {within}: the server took the connection, but does not answer; is it a TLS port?",
            ConnectionStep.LoggingIn => $"no log-in {within}: the server took the connection, but does not answer",
            ConnectionStep.ReadingLogIn => $"no log-in {within}: an answer began, but did not end",
            ConnectionStep.ReadingReply => $"no complete reply {within}: it began, but did not end",
            _ when isPing => $"no reply to PING {within}",
            _ => $"no reply {within}; the script may still run on the server",
        });
    }
}
