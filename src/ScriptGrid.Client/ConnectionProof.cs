using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using ScriptGrid.Client.Security;

namespace ScriptGrid.Client;

/// <summary>Proves on each connection to a gateway that the client knows the client secret, if it has one.</summary>
internal sealed class ConnectionProof(IOptions<ScriptGridClientOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs on a new connection before its first message.</summary>
    public async Task OnConnectionAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        byte[]? secret = ReadSecret(out string problem);
        if (problem.Length > 0)
        {
            connection.Abort(new ConnectionAbortedException(problem));
        }
        else if (secret is null || await GatewayHandshake.AnswerAsync(connection.Transport, secret, patience.Token).ConfigureAwait(false))
        {
            await next(connection).ConfigureAwait(false);
        }
        else
        {
            connection.Abort(new ConnectionAbortedException("The gateway does not ask for the client secret; is it configured there?"));
        }
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
