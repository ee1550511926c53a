using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib;

public sealed class CollectListsLengthGrowingTests
{
    private const string File = "collect_lists_length_growing.lua";

    [Theory]
    [OnEachServer]
    public async Task Run_Pattern_GivesTheLengthOfEachMatchingList(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddListsAsync("mail:", 3);
        await server.AddListsAsync("other:", 2);
        await server.CommandAsync("SET", "mail:no-list", "x");

        Dictionary<string, string> result = await server.RunAsync(File, ["mail:*"]);

        Assert.Equal(
            new() { ["mail:1"] = "1", ["mail:2"] = "2", ["mail:3"] = "3", ["scan_complete"] = "1" },
            result);
    }

    [Theory]
    [OnEachServer("EVAL", "2", "0")]
    [OnEachServer("EVAL_RO", "2", "")]
    [OnEachServer("EVAL_RO", "3")]
    public async Task Run_WithoutPattern_TakesEveryList(string name, string command, string protocol, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddListsAsync("a:", 2);
        await server.CommandAsync("HSET", "hash", "field", "1");

        Dictionary<string, string> result = await server.RunAsync(File, arguments, command, protocol);

        Assert.Equal(new() { ["a:1"] = "1", ["a:2"] = "2", ["scan_complete"] = "1" }, result);
    }

    [Theory]
    [OnEachServer]
    public async Task Run_NoKeys_GivesScanCompleteAlone(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(new() { ["scan_complete"] = "1" }, await server.RunAsync(File, ["*"]));
    }

    [Theory]
    [OnEachServer]
    public async Task Run_ManyKeysWithinBounds_FindsEachList(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(9_000);
        await server.AddListsAsync("queue:", 90);

        Dictionary<string, string> result = await server.RunAsync(File, ["queue:*"]);

        Assert.Equal(91, result.Count);
        Assert.Equal("90", result["queue:90"]);
        Assert.Equal("1", result["scan_complete"]);
    }

    [Theory]
    [OnEachServer]
    public async Task Run_MoreListsThanAllowed_ReturnsThatManyAndSaysSo(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddListsAsync("queue:", 30);

        Dictionary<string, string> result = await server.RunAsync(File, ["*", "10"]);

        Assert.Equal(11, result.Count);
        Assert.Equal("0", result["scan_complete"]);
    }

    [Theory]
    [OnEachServer]
    public async Task Run_MoreKeysThanAllowed_StopsAndSaysSo(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(5_000);

        Assert.Equal(new() { ["scan_complete"] = "0" }, await server.RunAsync(File, ["*", "100", "2000"]));
    }

    [Theory]
    [OnEachServer("many")]
    [OnEachServer("0")]
    public async Task Run_BadBound_FailsWithItsName(string name, string bound)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.RunAsync(File, ["*", bound]));

        Assert.Contains($"ARGV[2] is \"{bound}\"", failure.Message, StringComparison.Ordinal);
    }
}
