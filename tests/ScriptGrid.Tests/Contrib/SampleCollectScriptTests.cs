using ScriptGrid.Tests.Servers;

namespace ScriptGrid.Tests.Contrib;

public sealed class SampleCollectScriptTests
{
    private const string File = "sample_collect_script.lua";

    [Fact]
    public async Task Run_Pattern_GivesTotalsOfMatchingLists()
    {
        await using ContribServer server = await ContribServer.StartAsync();
        await server.AddListsAsync("mail:", 4);
        await server.AddListsAsync("other:", 9);
        await server.CommandAsync("SET", "mail:no-list", "x");

        Assert.Equal(Totals(lists: 4, items: 10, longest: 4), await server.RunAsync(File, ["mail:*"]));
    }

    [Theory]
    [InlineData("EVAL", "2", "0")]
    [InlineData("EVAL_RO", "2", "")]
    [InlineData("EVAL_RO", "3")]
    public async Task Run_WithoutPattern_TakesEveryList(string command, string protocol, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync();
        await server.AddStringsAsync(5_000);
        await server.AddListsAsync("a:", 50);

        Assert.Equal(Totals(lists: 50, items: 1_275, longest: 50), await server.RunAsync(File, arguments, command, protocol));
    }

    [Fact]
    public async Task Run_NoKeys_GivesZeros()
    {
        await using ContribServer server = await ContribServer.StartAsync();

        Assert.Equal(Totals(lists: 0, items: 0, longest: 0), await server.RunAsync(File, []));
    }

    [Fact]
    public async Task Run_MoreKeysThanAllowed_StopsAndSaysSo()
    {
        await using ContribServer server = await ContribServer.StartAsync();
        await server.AddStringsAsync(5_000);

        Dictionary<string, string> result = await server.RunAsync(File, ["*", "2000"]);

        Assert.Equal("0", result["scan_complete"]);
    }

    [Fact]
    public async Task Run_BadBound_FailsWithItsName()
    {
        await using ContribServer server = await ContribServer.StartAsync();

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.RunAsync(File, ["*", "many"]));

        Assert.Contains("ARGV[2] is \"many\"", failure.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Totals(int lists, int items, int longest) => new()
    {
        ["lists"] = $"{lists}",
        ["items"] = $"{items}",
        ["longest_list"] = $"{longest}",
        ["scan_complete"] = "1",
    };
}
