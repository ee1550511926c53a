namespace ScriptGrid.Tests.Contrib.Collectors;

public sealed class ModulesTests
{
    /// <summary>What INFO MODULES of a Redis with three modules says, in its layout; Debian's server has none.</summary>
    private const string Answer = """
        # Modules
        module:name=bf,ver=20612,api=1,filters=0,usedby=[],using=[],options=[]
        module:name=ReJSON,ver=20609,api=1,filters=0,usedby=[search],using=[],options=[handle-io-errors]
        module:name=search,ver=21005,api=1,filters=1,usedby=[],using=[ReJSON|bf],options=[handle-io-errors]

        # search_indexes
        search_number_of_indexes:2
        search_total_indexing_time:12.5

        # search_memory
        search_used_memory_indexes:71680
        search_used_memory_indexes_human:0.07 MB

        # search_dialect_statistics
        search_dialect_2:1
        """;

    private static readonly string AnswerInLua = $"'{string.Join(@"\r\n", Answer.Split('\n'))}\\r\\n'";

    [Theory]
    [OnEachServer]
    public async Task Run_WithoutModules_GivesNothing(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Empty(await server.SeriesAsync("modules"));
    }

    [Fact]
    public async Task Run_Modules_TellsOfEachAndWhatItTellsOfItself()
    {
        await using ContribServer server = await ContribServer.StartRealAsync();

        Assert.Equal(
            [
                "redis_module_info ReJSON 20609 1 0 [search] [] 1",
                "redis_module_info bf 20612 1 0 [] [] 1",
                "redis_module_info search 21005 1 1 [] [ReJSON|bf] 1",
                "redis_search_dialect_2 1",
                "redis_search_indexing_time_ms_total 12.5",
                "redis_search_number_of_indexes 2",
                "redis_search_used_memory_indexes_bytes 71680",
            ],
            (await server.SeriesOfAsync("modules", static text => text.Replace("redis.call('INFO', 'modules')", AnswerInLua, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }
}
