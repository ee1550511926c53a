using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib;

public sealed class SampleCollectScriptTests
{
    private const string File = "sample_collect_script.lua";

    [Theory]
    [OnEachServer]
    public async Task Run_Pattern_GivesTotalsOfMatchingLists(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddListsAsync("mail:", 4);
        await server.AddListsAsync("other:", 9);
        await server.CommandAsync("SET", "mail:no-list", "x");

        Assert.Equal(Totals(lists: 4, items: 10, longest: 4), await server.RunAsync(File, ["mail:*"]));
    }

    [Theory]
    [OnEachServer("EVAL", "2", "0")]
    [OnEachServer("EVAL_RO", "2", "")]
    [OnEachServer("EVAL_RO", "3")]
    public async Task Run_WithoutPattern_TakesEveryList(string name, string command, string protocol, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(5_000);
        await server.AddListsAsync("a:", 50);

        Assert.Equal(Totals(lists: 50, items: 1_275, longest: 50), await server.RunAsync(File, arguments, command, protocol));
    }

    [Theory]
    [OnEachServer]
    public async Task Run_NoKeys_GivesZeros(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Totals(lists: 0, items: 0, longest: 0), await server.RunAsync(File, []));
    }

    [Theory]
    [OnEachServer]
    public async Task Run_MoreKeysThanAllowed_StopsAndSaysSo(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(5_000);

        Dictionary<string, string> result = await server.RunAsync(File, ["*", "2000"]);

        Assert.Equal("0", result["scan_complete"]);
    }

    [Theory]
    [OnEachServer]
    public async Task Run_BadBound_FailsWithItsName(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

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
