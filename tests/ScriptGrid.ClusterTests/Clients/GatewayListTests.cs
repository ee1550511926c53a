using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

/// <summary>What Orleans is told at each refresh. It closes the connections to all that is not in the list.</summary>
public sealed class GatewayListTests
{
    private readonly QuickTime _time = new();
    private readonly Dictionary<string, Func<Task<IPEndPoint[]>>> _answers = [];

    [Fact]
    public async Task GetGateways_NameNoLongerResolves_KeepsItsAddress()
    {
        GatewayList list = Of("one:30000", "two:30000");
        Answer("one", "10.0.0.1");
        Answer("two", "10.0.0.2");
        Assert.Equal(["10.0.0.1", "10.0.0.2"], await HostsAsync(list));

        _answers["one"] = static () => Task.FromException<IPEndPoint[]>(new SocketException((int)SocketError.TryAgain));

        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(["10.0.0.1", "10.0.0.2"], await HostsAsync(list));
        }
    }

    [Fact]
    public async Task GetGateways_LookupHangs_KeepsItsAddressAndTheOthers()
    {
        GatewayList list = Of("one:30000", "two:30000");
        Answer("one", "10.0.0.1");
        Answer("two", "10.0.0.2");
        await HostsAsync(list);

        _answers["one"] = static () => new TaskCompletionSource<IPEndPoint[]>().Task;
        Answer("two", "10.0.0.2", "10.0.0.3");

        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.3"], await HostsAsync(list));
    }

    [Fact]
    public async Task GetGateways_NameGivesSomeOfItsAddressesAtATime_ListsAll()
    {
        GatewayList list = Of("silos:30000");
        for (int i = 0; i < 12; i++)
        {
            Answer("silos", $"10.0.0.{1 + (i % 4)}");
            string[] hosts = await HostsAsync(list);
            Assert.Equal(Math.Min(i + 1, 4), hosts.Length);
        }
    }

    [Fact]
    public async Task GetGateways_NameMovedToAnotherAddress_DropsTheOldOneInTheEnd()
    {
        GatewayList list = Of("one:30000");
        Answer("one", "10.0.0.1");
        await HostsAsync(list);
        Answer("one", "10.0.0.9");

        for (int i = 0; i < GatewayAddresses.MaxAbsences; i++)
        {
            Assert.Equal(["10.0.0.1", "10.0.0.9"], await HostsAsync(list));
        }

        Assert.Equal(["10.0.0.9"], await HostsAsync(list));
    }

    private GatewayList Of(params string[] gateways)
    {
        var options = new ScriptGridClientOptions();
        Array.ForEach(gateways, options.Gateways.Add);
        IOptions<ScriptGridClientOptions> client = Options.Create(options);
        var names = new GatewayNames();
        return new GatewayList(client, Options.Create(new GatewayOptions()), names, new ConnectionFailures(client, names, _time), _time)
        {
            Resolve = (gateway, _) => _answers[gateway.Host](),
        };
    }

    private void Answer(string name, params string[] addresses) =>
        _answers[name] = () => Task.FromResult(Array.ConvertAll(addresses, static address => new IPEndPoint(IPAddress.Parse(address), 30000)));

    private static async Task<string[]> HostsAsync(GatewayList list) => [.. (await list.GetGateways()).Select(static uri => uri.Host).Order(StringComparer.Ordinal)];

    /// <summary>Patience ends at once. Answers that are there are taken all the same.</summary>
    private sealed class QuickTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
