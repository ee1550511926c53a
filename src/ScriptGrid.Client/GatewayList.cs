using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace ScriptGrid.Client;

/// <summary>
/// The gateways of the options. Their names are resolved again at each refresh, so that a silo that moves is found under its name. A name that cannot be
/// resolved now keeps the addresses that it had.
/// </summary>
internal sealed class GatewayList(
    IOptions<ScriptGridClientOptions> client, IOptions<GatewayOptions> gateways, GatewayNames names, ConnectionFailures failures,
    TimeProvider time) : IGatewayListProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly GatewayAddresses _addresses = new();

    /// <inheritdoc/>
    public TimeSpan MaxStaleness => gateways.Value.GatewayListRefreshPeriod;

    /// <inheritdoc/>
    public bool IsUpdatable => true;

    /// <summary>Resolves a gateway; tests set it.</summary>
    public Func<Gateway, CancellationToken, Task<IPEndPoint[]>> Resolve { private get; init; } =
        static (gateway, cancellationToken) => gateway.ResolveAsync(cancellationToken);

    /// <inheritdoc/>
    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<IList<Uri>> GetGateways()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        IPEndPoint[][] found = await Task.WhenAll(client.Value.Gateways.Select(text => FindAsync(text, patience.Token))).ConfigureAwait(false);
        return [.. found.SelectMany(static endpoints => endpoints).Distinct().Select(static endpoint => endpoint.ToGatewayUri())];
    }

    /// <summary>Returns the addresses of one gateway; none if the name never had one, because other gateways may have one.</summary>
    private async Task<IPEndPoint[]> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!Gateway.TryParse(text, out Gateway? gateway))
        {
            return [];
        }

        try
        {
            // On Linux a lookup that has begun heeds no token.
            IPEndPoint[] found = await Resolve(gateway, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            failures.Forget(text, ConnectionProblem.NoAddress);
            Array.ForEach(found, endpoint => names.Note(endpoint, gateway.Host));
            return _addresses.After(text, found);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            failures.Note(text, ConnectionProblem.NoAddress);
            return _addresses.After(text, found: null);
        }
    }
}
