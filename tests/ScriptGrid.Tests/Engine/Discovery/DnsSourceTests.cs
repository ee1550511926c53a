using ScriptGrid.Engine.Discovery;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>Records of a real DNS server on the loopback.</summary>
public sealed class DnsSourceTests : IDisposable
{
    private readonly DiscoveryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_Addresses_AreTargetsWithThePortInOneOrder()
    {
        await using var server = new DnsResponder();
        server.SetAddresses("redis.example.com", 60, "10.0.0.2", "10.0.0.1");
        server.SetAddresses("redis.example.com", 60, "fd00::1");

        SourceAnswer four = await Source(server, "names: [redis.example.com.], port: 7000").ReadAsync(default);
        SourceAnswer six = await Source(server, "names: [redis.example.com], type: AAAA").ReadAsync(default);

        Assert.Equal(
            ["10.0.0.1:7000{__meta_dns_name=redis.example.com}", "10.0.0.2:7000{__meta_dns_name=redis.example.com}"], DiscoveryFolder.Text(four.Targets));
        Assert.Equal(["[fd00::1]:6379{__meta_dns_name=redis.example.com}"], DiscoveryFolder.Text(six.Targets));
    }

    [Fact]
    public async Task Read_Services_AreTargetsWithTheirOwnPorts()
    {
        await using var server = new DnsResponder();
        server.SetServices("_redis._tcp.example.com", 60, ("b.example.com", 7001), ("a.example.com", 7000), (".", 0));

        SourceAnswer answer = await Source(server, "names: [_redis._tcp.example.com], type: SRV").ReadAsync(default);

        Assert.Equal(
            [
                "a.example.com:7000{__meta_dns_name=_redis._tcp.example.com,__meta_dns_srv_record_port=7000,__meta_dns_srv_record_target=a.example.com}",
                "b.example.com:7001{__meta_dns_name=_redis._tcp.example.com,__meta_dns_srv_record_port=7001,__meta_dns_srv_record_target=b.example.com}",
            ],
            DiscoveryFolder.Text(answer.Targets));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(12, 12)]
    [InlineData(3600, 30)]
    public async Task Read_TimeToLive_DecidesTheNextLookBetweenBounds(int ttl, int expected)
    {
        await using var server = new DnsResponder();
        server.SetAddresses("a.example.com", 3600, "10.0.0.1");
        server.SetAddresses("b.example.com", ttl, "10.0.0.2");

        SourceAnswer answer = await Source(server, "names: [a.example.com, b.example.com], refresh: 30s").ReadAsync(default);

        Assert.Equal(TimeSpan.FromSeconds(expected), answer.FreshFor);
    }

    [Fact]
    public async Task Remember_NameThatIsGone_KeepsWhatAnotherProcessFound()
    {
        await using var server = new DnsResponder();
        server.SetAddresses("a.example.com", 60, "10.0.0.1");
        IDiscoverySource source = Source(server, "names: [a.example.com, b.example.com]");

        source.Remember(
        [
            DiscoveryFolder.Found("10.0.0.9:6379", ("__meta_dns_name", "a.example.com")), DiscoveryFolder.Found("10.0.0.2:6379", ("__meta_dns_name", "b.example.com")),
        ]);
        SourceAnswer answer = await source.ReadAsync(default);

        Assert.Equal(["10.0.0.1:6379", "10.0.0.2:6379"], answer.Targets!.Value.Select(static target => target.Address));
        Assert.NotNull(answer.Problem);
    }

    [Fact]
    public async Task Read_NameThatIsGone_KeepsItsTargetsAndOneWithoutRecordsDoesNot()
    {
        await using var server = new DnsResponder();
        server.SetAddresses("a.example.com", 1, "10.0.0.1");
        server.SetAddresses("b.example.com", 1, "10.0.0.2");
        IDiscoverySource source = Source(server, "names: [a.example.com, b.example.com]");
        Assert.Equal(2, (await source.ReadAsync(default)).Targets!.Value.Length);

        server.Remove("a.example.com");
        SourceAnswer gone = await source.ReadAsync(default);
        server.SetAddresses("b.example.com", 1);
        SourceAnswer empty = await source.ReadAsync(default);
        server.SetAddresses("a.example.com", 1);
        SourceAnswer nothing = await source.ReadAsync(default);

        Assert.Equal(["10.0.0.1:6379", "10.0.0.2:6379"], gone.Targets!.Value.Select(static target => target.Address));
        Assert.StartsWith("a.example.com: ", gone.Problem, StringComparison.Ordinal);
        Assert.Equal(["10.0.0.1:6379"], empty.Targets!.Value.Select(static target => target.Address));
        Assert.Equal((0, null), (nothing.Targets!.Value.Length, nothing.Problem));
    }

    [Fact]
    public async Task Read_ServerThatIsSilent_IsAFailure()
    {
        await using var server = new DnsResponder { IsSilent = true };

        IDiscoverySource source = Source(server, "names: [a.example.com]");
        SourceAnswer answer = await source.ReadAsync(default);

        Assert.Null(answer.Targets);
        Assert.Equal("a.example.com: the name server does not answer", answer.Problem); // The same at each look, so that it is logged once.
    }

    [Fact]
    public async Task Read_ServerThatNothingCanBeSentTo_IsAFailureInTheSameWordsEachTime()
    {
        IDiscoverySource source = DiscoveryFolder.Source(_folder.Load("  - dns: {servers: ['255.255.255.255'], names: [a.example.com]}"));

        SourceAnswer first = await source.ReadAsync(default);
        SourceAnswer second = await source.ReadAsync(default);

        // Permission denied, or where there is no network, that it is unreachable.
        Assert.StartsWith("a.example.com: the name server cannot be reached: ", first.Problem, StringComparison.Ordinal);
        Assert.Equal(first.Problem, second.Problem);
    }

    [Fact]
    public async Task AskAsync_Defect_IsAFailureWithoutItsWords()
    {
        SourceAnswer answer = await DiscoverySources.AskAsync(new DefectiveSource(), default);

        Assert.Equal((null, "internal error: InvalidOperationException"), (answer.Targets, answer.Problem));
        Assert.Equal("query 4711 failed", answer.Defect?.Message);
    }

    private sealed class DefectiveSource : IDiscoverySource
    {
        public Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("query 4711 failed");
    }

    private IDiscoverySource Source(DnsResponder server, string settings) =>
        DiscoveryFolder.Source(_folder.Load($"  - dns: {{servers: ['{server.Address}'], {settings}}}"));
}
