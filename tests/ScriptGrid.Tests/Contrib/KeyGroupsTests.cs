using System.Globalization;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib;

public sealed class KeyGroupsTests
{
    private const string File = "key_groups.lua";

    [Theory]
    [OnEachServer]
    public async Task Run_Patterns_GroupsByTheFirstThatMatches(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(3, "user:");
        await server.AddStringsAsync(2, "user:cart:");
        await server.AddListsAsync("mail:", 4);
        await server.CommandAsync("SET", "alone", "x");

        Dictionary<string, string> result = await server.RunAsync(File, ["", "", "^(user):(cart)", "^(%a+):", "^user:cart"]);

        Assert.Equal(["2", "3", "4", "1"], Values(result, "keys:usercart", "keys:user", "keys:mail", "keys:unclassified"));
        Assert.Equal(["3", "10", "1", "1"], Values(result, "groups", "keys_seen", "keys_seen_ratio", "scan_complete"));
        Assert.Equal(await MemoryAsync(server, "mail:1", "mail:2", "mail:3", "mail:4"), result["memory_bytes:mail"]);
        Assert.Equal(await MemoryAsync(server, "user:cart:1", "user:cart:2"), result["memory_bytes:usercart"]);
        Assert.Equal(await MemoryAsync(server, "alone"), result["memory_bytes:unclassified"]);
    }

    [Theory]
    [OnEachServer]
    public async Task Run_PatternWithoutCaptures_NamesTheGroupByWhatItMatches(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(12, "job-");

        Dictionary<string, string> result = await server.RunAsync(File, ["100", "100", "b%-%d%d", "^job"]);

        Assert.Equal(["1", "1", "1", "9"], Values(result, "keys:b-10", "keys:b-11", "keys:b-12", "keys:job"));
    }

    [Theory]
    [OnEachServer("EVAL", "2", "0")]
    [OnEachServer("EVAL_RO", "2", "")]
    [OnEachServer("EVAL_RO", "3")]
    public async Task Run_WithoutPatterns_GroupsByWhatPrecedesTheColon(string name, string command, string protocol, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(3, "a:b:");
        await server.AddStringsAsync(2, "c:");
        await server.CommandAsync("HSET", "d", "field", "1");

        Dictionary<string, string> result = await server.RunAsync(File, arguments, command, protocol);

        Assert.Equal(["3", "2", "1", "2"], Values(result, "keys:a", "keys:c", "keys:unclassified", "groups"));
    }

    [Theory]
    [OnEachServer]
    public async Task Run_NoKeys_GivesNoGroups(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(
            new() { ["groups"] = "0", ["keys_seen"] = "0", ["keys_seen_ratio"] = "1", ["scan_complete"] = "1" },
            await server.RunAsync(File, []));
    }

    [Theory]
    [OnEachServer]
    public async Task Run_MoreGroupsThanAllowed_PutsTheSmallestIntoOverflow(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(30, "large:");
        await server.AddStringsAsync(20, "medium:");
        await server.AddStringsAsync(2, "small:");
        await server.AddStringsAsync(2, "overflow:");
        await server.CommandAsync("SET", "alone", "x");

        Dictionary<string, string> result = await server.RunAsync(File, ["", "2"]);

        Assert.Equal(
            ["keys:large", "keys:medium", "keys:overflow", "keys:unclassified"],
            result.Keys.Where(static key => key.StartsWith("keys:", StringComparison.Ordinal)).Order());
        Assert.Equal(["30", "20", "4", "1", "4"], Values(result, "keys:large", "keys:medium", "keys:overflow", "keys:unclassified", "groups"));
        Assert.Equal(await MemoryAsync(server, "small:1", "small:2", "overflow:1", "overflow:2"), result["memory_bytes:overflow"]);
    }

    [Theory]
    [OnEachServer]
    public async Task Run_AllowedAsManyGroupsAsThereAre_HasNoOverflow(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(3, "a:");
        await server.AddStringsAsync(2, "b:");

        Dictionary<string, string> result = await server.RunAsync(File, ["", "2"]);

        Assert.DoesNotContain("keys:overflow", result.Keys);
        Assert.Equal("2", result["keys:b"]);
    }

    [Theory]
    [OnEachServer]
    public async Task Run_MoreKeysThanAllowed_SaysWhichShareItSaw(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(5_000);

        Dictionary<string, string> result = await server.RunAsync(File, ["1500"]);

        int seen = int.Parse(result["keys_seen"], CultureInfo.InvariantCulture);
        Assert.InRange(seen, 1_500, 1_600);
        Assert.Equal(seen / 5_000d, double.Parse(result["keys_seen_ratio"], CultureInfo.InvariantCulture), 6);
        Assert.Equal([$"{seen}", "0"], Values(result, "keys:string", "scan_complete"));
    }

    [Theory]
    [OnEachServer]
    public async Task Run_Twice_GivesTheSameInTheSameOrder(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddListsAsync("list", 300);

        Dictionary<string, string> first = await server.RunAsync(File, ["200", "20", "^list%d"]);

        Assert.Equal(first.ToArray(), (await server.RunAsync(File, ["200", "20", "^list%d"])).ToArray());
    }

    [Theory]
    [OnEachServer("ARGV[1] is \"many\"", "many")]
    [OnEachServer("ARGV[1] is \"nan\"", "nan")]
    [OnEachServer("ARGV[2] is \"0\"", "100", "0")]
    [OnEachServer("ARGV[4] is \"a[b\": ", "100", "10", "^x", "a[b")]
    public async Task Run_BadArgument_FailsWithItsName(string name, string message, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "a", "1");

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.RunAsync(File, arguments));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Values(Dictionary<string, string> result, params string[] keys) => keys.Select(key => result[key]);

    private static async Task<string> MemoryAsync(ContribServer server, params string[] keys)
    {
        long bytes = 0;
        foreach (string key in keys)
        {
            bytes += (long)(await server.CommandAsync("MEMORY", "USAGE", key))!;
        }

        return $"{bytes}";
    }
}
