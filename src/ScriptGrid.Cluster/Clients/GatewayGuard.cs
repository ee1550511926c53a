using Microsoft.AspNetCore.Connections;
using ScriptGrid.Client.Security;

namespace ScriptGrid.Cluster.Clients;

/// <summary>Admits only connections to the gateway whose client knows the client secret.</summary>
internal sealed class GatewayGuard(ClientSecret secret, Refusals refusals, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Checks a new connection before its first message is read.</summary>
    public async Task OnConnectionAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (secret.Bytes is not { } bytes || await IsKnownAsync(connection, bytes))
        {
            await next(connection);
            return;
        }

        refusals.Connection(connection.RemoteEndPoint?.ToString() ?? "?", "to the gateway: it does not know the client secret");
        connection.Abort(new ConnectionAbortedException("The client does not know the client secret."));
    }

    private async Task<bool> IsKnownAsync(ConnectionContext connection, byte[] bytes)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, connection.ConnectionClosed);
        try
        {
            return await GatewayHandshake.ChallengeAsync(connection.Transport, bytes, either.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            return false;
        }
    }
}
