using ScriptGrid.Tests.Servers;

namespace ScriptGrid.Tests.Contrib;

public sealed class CollectListsLengthGrowingTests
{
    private const string File = "collect_lists_length_growing.lua";

    [Fact]
    public async Task Run_Pattern_GivesTheLengthOfEachMatchingList()
    {
        await using ContribServer server = await ContribServer.StartAsync();
        await server.AddListsAsync("mail:", 3);
        await server.AddListsAsync("other:", 2);
        await server.CommandAsync("SET", "mail:no-list", "x");

        Dictionary<string, string> result = await server.RunAsync(File, ["mail:*"]);

        Assert.Equal(
            new() { ["mail:1"] = "1", ["mail:2"] = "2", ["mail:3"] = "3", ["scan_complete"] = "1" },
            result);
    }

    [Theory]
    [InlineData("EVAL", "2", "0")]
    [InlineData("EVAL_RO", "2", "")]
    [InlineData("EVAL_RO", "3")]
    public async Task Run_WithoutPattern_TakesEveryList(string command, string protocol, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync();
        await server.AddListsAsync("a:", 2);
        await server.CommandAsync("HSET", "hash", "field", "1");

        Dictionary<string, string> result = await server.RunAsync(File, arguments, command, protocol);

        Assert.Equal(new() { ["a:1"] = "1", ["a:2"] = "2", ["scan_complete"] = "1" }, result);
    }

    [Fact]
    public async Task Run_NoKeys_GivesScanCompleteAlone()
    {
        await using ContribServer server = await ContribServer.StartAsync();

        Assert.Equal(new() { ["scan_complete"] = "1" }, await server.RunAsync(File, ["*"]));
    }

    [Fact]
    public async Task Run_ManyKeysWithinBounds_FindsEachList()
    {
        await using ContribServer server = await ContribServer.StartAsync();
        await server.AddStringsAsync(9_000);
        await server.AddListsAsync("queue:", 90);

        Dictionary<string, string> result = await server.RunAsync(File, ["queue:*"]);

        Assert.Equal(91, result.Count);
        Assert.Equal("90", result["queue:90"]);
        Assert.Equal("1", result["scan_complete"]);
    }

    [Fact]
    public async Task Run_MoreListsThanAllowed_ReturnsThatManyAndSaysSo()
    {
        await using ContribServer server = await ContribServer.StartAsync();
        await server.AddListsAsync("queue:", 30);

        Dictionary<string, string> result = await server.RunAsync(File, ["*", "10"]);

        Assert.Equal(11, result.Count);
        Assert.Equal("0", result["scan_complete"]);
    }

    [Fact]
    public async Task Run_MoreKeysThanAllowed_StopsAndSaysSo()
    {
        await using ContribServer server = await ContribServer.StartAsync();
        await server.AddStringsAsync(5_000);

        Assert.Equal(new() { ["scan_complete"] = "0" }, await server.RunAsync(File, ["*", "100", "2000"]));
    }

    [Theory]
    [InlineData("many")]
    [InlineData("0")]
    public async Task Run_BadBound_FailsWithItsName(string bound)
    {
        await using ContribServer server = await ContribServer.StartAsync();

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.RunAsync(File, ["*", bound]));

        Assert.Contains($"ARGV[2] is \"{bound}\"", failure.Message, StringComparison.Ordinal);
    }
}
