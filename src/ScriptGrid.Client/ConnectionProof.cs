using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using ScriptGrid.Client.Security;

namespace ScriptGrid.Client;

/// <summary>Proves on each connection to a gateway that the client knows the client secret, if it has one.</summary>
internal sealed class ConnectionProof(IOptions<ScriptGridClientOptions> options, TimeProvider time)
{
    private const string NotAsked =
        "it does not ask for the client secret; check that the silos have one, that this is the gateway port of a silo, and that the gateway and the "
        + "client, Tls, both use TLS or both do not.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs on a new connection before its first message.</summary>
    public async Task OnConnectionAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        byte[]? secret = ReadSecret(out string problem);
        if (problem.Length > 0)
        {
            Refuse(connection, problem);
        }
        else if (secret is null)
        {
            await next(connection).ConfigureAwait(false);
        }
        else if (await AnswerAsync(connection, secret).ConfigureAwait(false))
        {
            await next(connection).ConfigureAwait(false);
        }
        else
        {
            Refuse(connection, NotAsked);
        }
    }

    /// <summary>Answers the gateway's challenge. Returns false if the gateway sends something else, nothing in time, or closes the connection.</summary>
    private async Task<bool> AnswerAsync(ConnectionContext connection, byte[] secret)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            if (!await GatewayHandshake.AnswerAsync(connection.Transport, secret, patience.Token).ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (Exception broken) when (broken is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            return false; // The gateway reset the connection, or sent nothing in time.
        }

        if (ConnectionAttempt.Current is { } attempt)
        {
            attempt.Step = ConnectionStep.Proved;
        }

        return true;
    }

    private static void Refuse(ConnectionContext connection, string problem)
    {
        if (ConnectionAttempt.Current is { } attempt)
        {
            attempt.Problem = problem;
        }

        connection.Abort(new ConnectionAbortedException(problem));
    }

    private byte[]? ReadSecret(out string problem)
    {
        problem = "";
        return options.Value switch
        {
            { SecretFile: { } file } => SecretFile.Read(file, out problem),
            { Secret: { } secret } => ClientSecret.Parse(secret),
            _ => null,
        };
    }
}
