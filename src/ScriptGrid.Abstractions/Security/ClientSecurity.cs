using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace ScriptGrid.Security;

/// <summary>The client's side of a cluster that has a client secret: a proof on each connection, a token in each call.</summary>
internal static class ClientSecurity
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Makes the client prove that it knows the secret. Comes after TLS, where there is any.</summary>
    public static void Configure(IClientBuilder client, byte[] secret, TimeProvider time)
    {
        client.AddOutgoingGrainCallFilter(new ClientTokenFilter(secret, time));
        client.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(connections =>
            connections.Use(next => connection => ConnectAsync(connection, next, secret, time))));
    }

    private static async Task ConnectAsync(ConnectionContext connection, ConnectionDelegate next, byte[] secret, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        if (await GatewayHandshake.AnswerAsync(connection.Transport, secret, patience.Token).ConfigureAwait(false))
        {
            await next(connection).ConfigureAwait(false);
        }
        else
        {
            connection.Abort(new ConnectionAbortedException("The gateway does not ask for the client secret; is it configured there?"));
        }
    }
}
