using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>What is under way on a connection, and so what it is that takes the time.</summary>
internal enum ConnectionStep : byte
{
    /// <summary>The host's name is looked up.</summary>
    Resolving,

    /// <summary>The host is connected to.</summary>
    Connecting,

    /// <summary>The TLS handshake.</summary>
    TlsHandshake,

    /// <summary>AUTH, HELLO and what else is sent before the first request.</summary>
    LoggingIn,

    /// <summary>A request was sent, or will be.</summary>
    AwaitingReply,

    /// <summary>A part of the reply has come.</summary>
    ReadingReply,
}

/// <summary>Says what it was that did not end in time.</summary>
internal static class ConnectionSteps
{
    /// <summary>The failure of a step that outlived its time.</summary>
    /// <param name="step">What was under way.</param>
    /// <param name="limit">The time that there was for all steps.</param>
    public static Failure TimedOut(this ConnectionStep step, TimeSpan limit)
    {
        FailureReason reason = step == ConnectionStep.Resolving ? FailureReason.Dns : FailureReason.Timeout;
        string within = $"within {limit.TotalSeconds} s";
        return new Failure(reason, step switch
        {
            ConnectionStep.Resolving => $"no answer {within} to where the host's name leads",
            ConnectionStep.Connecting => $"no connection {within}: the host does not answer",
            ConnectionStep.TlsHandshake => $"no answer {within} to the TLS handshake: is it a TLS port?",
            ConnectionStep.LoggingIn => $"no answer {within} to the log-in, though the connection was taken",
            ConnectionStep.ReadingReply => $"the reply began, but did not end {within}",
            _ => $"no reply {within}; the script may still run on the server",
        });
    }
}
