using System.Net.Security;

namespace ScriptGrid.Client;

/// <summary>Says why a connection to a gateway failed, and what to check. No text has the secret.</summary>
internal static class ConnectionProblem
{
    /// <summary>Of a name without an address.</summary>
    public const string NoAddress = "the name has no address; check Gateways and the name service.";

    /// <summary>
    /// How Orleans reports the first four bytes of the gateway's challenge, <c>SGC1</c>, if it reads them as the length of a message.
    /// </summary>
    private const string ChallengeAsLength = "826492755";

    /// <summary>How Orleans reports a connection that was closed before anything was done with it.</summary>
    private const string ClosedAtOnce = "Underlying connection closed";

    private const string Closed =
        "it closed the connection; check that this is the gateway port of a silo, ClusterId, and whether the gateway needs a client secret, Secret or "
        + "SecretFile, or TLS, Tls.";

    /// <summary>Of a connection that was opened, and ended with a failure or without one.</summary>
    public static string Of(ConnectionAttempt attempt, Exception? failure) => attempt switch
    {
        { Problem: { } problem } => problem,
        { Step: ConnectionStep.Tls } => OfTls(attempt.CertificateErrors),
        _ when Says(failure, "cluster id") => $"it belongs to another cluster ({Innermost(failure!)}); set ClusterId to the silos' cluster_id.",
        _ when Says(failure, ChallengeAsLength) => "it asks for the client secret; set Secret or SecretFile.",
        { Step: ConnectionStep.Proved } => "it closed the connection after the proof of the client secret; check that Secret or SecretFile is "
            + "the silos' secret, and ClusterId their cluster_id.",
        { Step: ConnectionStep.Secured } => "it closed the connection after the TLS handshake; check that it accepts the client's certificate, "
            + "Tls.CertFile, and whether it needs a client secret.",
        _ => Closed,
    };

    /// <summary>Of a connection that was never opened.</summary>
    public static string OfNone(Exception failure) =>
        Says(failure, "refused") ? "the connection was refused; check the address and the port, and that the silo runs and serves clients."
        : Says(failure, ClosedAtOnce) ? Closed
        : $"no connection could be opened ({Innermost(failure)}); check the address, the port and the network.";

    private static string OfTls(SslPolicyErrors errors) =>
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "its TLS certificate is for another host; check Gateways, or set Tls.ServerName."
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? "its TLS certificate is not trusted; check that Tls.CaFile has its authority."
        : "the TLS handshake failed; check that the gateway uses TLS, and that it accepts the client's certificate, Tls.CertFile.";

    private static bool Says(Exception? failure, string text)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure.Message.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Innermost(Exception failure) => failure.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
