using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace ScriptGrid.Client.Security;

/// <summary>The client's side of a cluster that has a client secret: a proof on each connection, a token in each call.</summary>
internal static class ClientSecurity
{
    private const int MinBytes = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The secret that the options give, without the end of its line; null where they give none.</summary>
    /// <exception cref="ArgumentException">Both secret and file are given, or it is too short to be one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[]? ReadSecret(ScriptGridClientOptions options)
    {
        if (options is { Secret: not null, SecretFile: not null })
        {
            throw new ArgumentException($"Give {nameof(options.Secret)} or {nameof(options.SecretFile)}, not both.");
        }

        string? text = options.SecretFile is { } file ? File.ReadAllText(file) : options.Secret;
        byte[]? secret = text is null ? null : Encoding.UTF8.GetBytes(text.TrimEnd('\r', '\n'));
        return secret is { Length: < MinBytes } ? throw new ArgumentException($"The client secret must have at least {MinBytes} bytes.") : secret;
    }

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
