using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace ScriptGrid.Client;

/// <summary>The gateways of the options. Their names are resolved again at each refresh, so that a silo that moves is found under its name.</summary>
internal sealed class GatewayList(
    IOptions<ScriptGridClientOptions> client, IOptions<GatewayOptions> gateways, GatewayNames names, ConnectionFailures failures,
    TimeProvider time) : IGatewayListProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public TimeSpan MaxStaleness => gateways.Value.GatewayListRefreshPeriod;

    /// <inheritdoc/>
    public bool IsUpdatable => true;

    /// <inheritdoc/>
    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<IList<Uri>> GetGateways()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        IPEndPoint[][] found = await Task.WhenAll(client.Value.Gateways.Select(text => FindAsync(text, patience.Token))).ConfigureAwait(false);
        return [.. found.SelectMany(static endpoints => endpoints).Distinct().Select(static endpoint => endpoint.ToGatewayUri())];
    }

    /// <summary>Resolves one gateway. Returns an empty array if the name has no address now, because other gateways may have one.</summary>
    private async Task<IPEndPoint[]> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!Gateway.TryParse(text, out Gateway? gateway))
        {
            return [];
        }

        try
        {
            IPEndPoint[] found = await gateway.ResolveAsync(cancellationToken).ConfigureAwait(false);
            failures.Forget(text, ConnectionProblem.NoAddress);
            Array.ForEach(found, endpoint => names.Note(endpoint, gateway.Host));
            return found;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            failures.Note(text, ConnectionProblem.NoAddress);
            return [];
        }
    }
}
