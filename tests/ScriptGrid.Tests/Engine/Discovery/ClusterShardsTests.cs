using System.Text;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>Answers of clusters of several versions, as they come.</summary>
public sealed class ClusterShardsTests
{
    private const string Shards =
        "*1\r\n%2\r\n$5\r\nslots\r\n*2\r\n:0\r\n:16383\r\n$5\r\nnodes\r\n*1\r\n%8\r\n$2\r\nid\r\n$1\r\na\r\n$4\r\nport\r\n:6379\r\n$8\r\ntls-port\r\n:6380\r\n" +
        "$2\r\nip\r\n$8\r\n10.0.0.1\r\n$8\r\nendpoint\r\n$10\r\npreferred.\r\n$8\r\nhostname\r\n$6\r\nh.name\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$6\r\nhealth\r\n$6\r\nonline\r\n";

    [Theory]
    [InlineData(0, false, "preferred.:6379")]
    [InlineData(0, true, "rediss://preferred.:6380")]
    [InlineData(1, false, "10.0.0.1:6379")]
    [InlineData(2, false, "h.name:6379")]
    public void Read_Shards_TakesTheAddressAndThePortThatAreAskedFor(int addresses, bool isTls, string expected)
    {
        FoundServer node = Assert.Single(ClusterShards.Read(Parse(Shards), (NodeAddress)addresses, Asked(isTls))!.Value);

        Assert.Equal((expected, ServerRole.Master, false), (node.Address, node.Role, node.HasFailed));
    }

    [Fact]
    public void Read_ShardsWithoutSlots_AreNoCluster() =>
        Assert.Null(ClusterShards.Read(Parse(Shards.Replace("*2\r\n:0\r\n:16383\r\n", "*0\r\n", StringComparison.Ordinal)), NodeAddress.Endpoint, Asked(false)));

    [Theory]
    [InlineData("*1\r\n*4\r\n:0\r\n:5\r\n*3\r\n$8\r\n10.0.0.1\r\n:1\r\n$1\r\na\r\n*3\r\n$3\r\n::1\r\n:2\r\n$1\r\nb\r\n", "10.0.0.1:1 Master|[::1]:2 Replica")]
    [InlineData("*1\r\n*3\r\n:0\r\n:5\r\n*4\r\n$-1\r\n:1\r\n$1\r\na\r\n*2\r\n$2\r\nip\r\n$8\r\n10.0.0.3\r\n", "10.0.0.3:1 Master")]
    [InlineData("*1\r\n*3\r\n:0\r\n:5\r\n*3\r\n$0\r\n\r\n:1\r\n$1\r\na\r\n", "seed:1 Master")]
    [InlineData("*2\r\n*3\r\n:0\r\n:5\r\n*3\r\n$1\r\nh\r\n:1\r\n$1\r\na\r\n*3\r\n:6\r\n:7\r\n*3\r\n$1\r\nh\r\n:1\r\n$1\r\na\r\n", "h:1 Master")]
    public void ReadSlots_OfSeveralVersions_GivesEachNodeOnce(string reply, string expected) => Assert.Equal(
        expected,
        string.Join('|', ClusterShards.ReadSlots(Parse(reply), NodeAddress.Endpoint, Asked(false))!.Value.Select(static node => $"{node.Address} {node.Role}")));

    [Fact]
    public void ReadSlots_None_IsNoCluster() => Assert.Null(ClusterShards.ReadSlots(Parse("*0\r\n"), NodeAddress.Endpoint, Asked(false)));

    private static RedisReply Parse(string reply) => RedisReply.Read(Encoding.UTF8.GetBytes(reply));

    private static TargetSpec Asked(bool isTls) => new() { Address = TargetAddress.Tcp("seed", 7000, 0), Tls = isTls ? new TlsSettings() : null, Scripts = [] };
}
