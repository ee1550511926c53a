using System.Net;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib;

/// <summary>Managed servers let no script call MEMORY USAGE; a server on which it is renamed refuses it as well.</summary>
public sealed class RefusedMemoryTests
{
    private const string WithoutMemory = "rename-command MEMORY \"\"";

    [Fact]
    public async Task KeyGroups_MemoryRefused_CountsKeysAlone()
    {
        await using ContribServer server = await ContribServer.StartRealAsync(WithoutMemory);
        await server.AddStringsAsync(3, "user:");
        await server.AddStringsAsync(5, "mail:");

        Dictionary<string, string> result = await server.RunAsync("key_groups.lua", []);

        Assert.Equal(["keys:mail", "keys:user", "groups", "keys_seen", "keys_seen_ratio", "scan_complete"], result.Keys);
        Assert.Equal(["5", "3"], result.Values.Take(2));
    }

    [Fact]
    public async Task Collectors_MemoryRefused_GiveTheRest()
    {
        await using ContribServer server = await ContribServer.StartRealAsync(WithoutMemory);
        await server.AddStringsAsync(2, "user:");

        string[] groups = await server.RowsAsync("key_groups");
        string[] keys = await server.RowsAsync("keys", "user:1");

        Assert.Contains("redis_key_group_count db0 user 2", groups);
        Assert.Contains("redis_key_size db0 user:1 1", keys);
        Assert.DoesNotContain([.. groups, .. keys], static row => row.Contains("memory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task KeyGroups_MemoryDeniedByAcl_Fails()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("user default on nopass ~* +@all -memory|usage");
        await server.CommandAsync("SET", "a:1", "x");

        string body = await ContribServer.ReadAsync("key_groups.lua");
        await using RespClient client = await RespClient.ConnectAsync(IPEndPoint.Parse(server.Address));
        RespException denied = await Assert.ThrowsAsync<RespException>(() => client.CommandAsync("EVAL_RO", body, "0"));

        Assert.Matches("can't run|ACL failure", denied.Message);
    }
}
