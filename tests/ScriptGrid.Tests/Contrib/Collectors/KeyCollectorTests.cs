using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib.Collectors;

public sealed class KeyCollectorTests
{
    [Theory]
    [OnEachServer]
    public async Task Keys_NamesAndPatterns_GiveSizesTypesAndValues(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddListsAsync("mail:", 3);
        await server.CommandAsync("SET", "number", "1.5e3");
        await server.CommandAsync("SET", "text", "so so");
        await server.CommandAsync("SET", "hexadecimal", "0x10");
        await server.CommandAsync("SET", "empty", "");

        string[] rows = Without("redis_key_memory_usage_bytes", await server.RowsAsync("keys", "mail:[12]", "number", "text", "hexadecimal", "empty", "absent", "absent:*"));

        Assert.Equal(
            [
                "redis_key_size db0 absent 0",
                "redis_key_size db0 empty 0",
                "redis_key_size db0 hexadecimal 4",
                "redis_key_size db0 mail:1 1",
                "redis_key_size db0 mail:2 2",
                "redis_key_size db0 number 5",
                "redis_key_size db0 text 5",
                "redis_key_type_info db0 empty string",
                "redis_key_type_info db0 hexadecimal string",
                "redis_key_type_info db0 mail:1 list",
                "redis_key_type_info db0 mail:2 list",
                "redis_key_type_info db0 number string",
                "redis_key_type_info db0 text string",
                "redis_key_value db0 number 1.5e3",
                "redis_key_value_as_string db0 empty  1",
                "redis_key_value_as_string db0 hexadecimal 0x10 1",
                "redis_key_value_as_string db0 text so so 1",
                "redis_keys_scan_complete db0 absent:* 1",
                "redis_keys_scan_complete db0 mail:[12] 1",
            ],
            rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [OnEachServer]
    public async Task Keys_Count_CountsInTheDatabaseAndLooksAtNone(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(3, "a:");
        await server.CommandAsync("EVAL", "redis.call('SELECT', 3) for i = 1, 5 do redis.call('SET', 'a:' .. i, i) end", "0");

        Assert.Equal(
            [
                "redis_keys_count db0 a:* 3", "redis_keys_scan_complete db0 a:* 1", "redis_keys_count db3 a:* 5",
                "redis_keys_scan_complete db3 a:* 1",
            ],
            await server.RowsAsync("keys", "count=a:*", "count=db3=a:*"));
    }

    [Theory]
    [OnEachServer]
    public async Task Keys_Bounds_AreKept(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(5_000);

        Assert.Contains("redis_keys_scan_complete db0 string:* 0", await server.RowsAsync("keys", "count=string:*", "max_scan=2000"));
        string[] rows = await server.RowsAsync("keys", "string:*", "max_keys=7", "values=no");
        Assert.Equal(7, rows.Count(static row => row.StartsWith("redis_key_size ", StringComparison.Ordinal)));
        Assert.DoesNotContain(rows, static row => row.StartsWith("redis_key_value", StringComparison.Ordinal));
        Assert.Contains("redis_keys_scan_complete db0 string:* 0", rows);
    }

    [Theory]
    [OnEachServer("keys", "0", "p:*", "count=p:*", "max_keys=10")]
    [OnEachServer("keys", "0", "count=p:*", "p:*", "max_keys=10")]
    [OnEachServer("keys", "1", "p:*", "count=p:*", "max_keys=31")]
    public async Task Keys_PatternThatIsCountedAndLookedAt_IsCompleteWhereBothSearchesAre(string name, string collector, string complete, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(30, "p:");

        string[] rows = await server.RowsAsync(collector, arguments);

        Assert.Equal($"redis_keys_scan_complete db0 p:* {complete}", Assert.Single(rows, static row => row.StartsWith("redis_keys_scan_complete ", StringComparison.Ordinal)));
        Assert.Contains("redis_keys_count db0 p:* 30", rows);
    }

    [Theory]
    [OnEachServer]
    public async Task Keys_SingleKey_IsNoPattern(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("RPUSH", "mail:*", "a", "b", "c");
        await server.CommandAsync("RPUSH", "mail:1", "a");
        await server.CommandAsync("XADD", "orders:*", "1-1", "field", "1");

        Assert.Equal(
            ["redis_key_type_info db0 mail:* list", "redis_key_size db0 mail:* 3", "redis_key_size db0 absent:* 0", "redis_key_size db3 mail:* 0"],
            Without("redis_key_memory_usage_bytes", await server.RowsAsync("keys", "key=db0=mail:*", "key=absent:*", "key=db3=mail:*")));
        Assert.Contains("redis_stream_length db0 orders:* 1", await server.RowsAsync("streams", "key=orders:*"));
    }

    [Theory]
    [OnEachServer("keys", "redis_key_size db0 mail:1 1", "redis_key_size db0 orders 1")]
    [OnEachServer("streams", "redis_stream_length db0 orders 1")]
    public async Task Collect_ItemThatCannotBeRead_TakesNothingFromTheOthers(string name, string collector, params string[] series)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddListsAsync("mail:", 1);
        await server.CommandAsync("XADD", "orders", "1-1", "field", "1");

        TrialOutcome outcome = await server.TryAsync(collector, static text => text, "mail:1", "db99=gone", "orders");

        Assert.Equal((FailureReason.Script, true), (outcome.Failure?.Reason, outcome.Failure?.Message.Contains("out of range (db99, gone)", StringComparison.Ordinal)));
        Assert.All(series, line => Assert.Contains(line, ContribServer.SeriesOf(outcome)));
    }

    [Fact]
    public async Task KeysAndStreams_OfAnotherNode_AreLeftOut()
    {
        await using ContribServer server = await ContribServer.StartRealAsync("cluster-enabled yes", "cluster-require-full-coverage no");
        await server.CommandAsync("CLUSTER", "ADDSLOTSRANGE", "0", "8000"); // foo is in slot 12182, and bar in 5061
        await Repeat.UntilAsync(() => server.CommandAsync("CLUSTER", "INFO"), static info => ((string)info!).Contains("cluster_state:ok", StringComparison.Ordinal));
        await server.CommandAsync("XADD", "bar", "1-1", "field", "1");

        Assert.Equal(
            ["redis_key_type_info db0 bar stream", "redis_key_size db0 bar 1"],
            Without("redis_key_memory_usage_bytes", await server.RowsAsync("keys", "foo", "bar")));
        Assert.Contains("redis_stream_length db0 bar 1", await server.RowsAsync("streams", "foo", "bar"));
    }

    [Fact]
    public async Task Keys_HyperLogLog_GivesItsCountOnceSomebodyCounted()
    {
        await using ContribServer server = await ContribServer.StartRealAsync();
        await server.CommandAsync("PFADD", "visitors", "a", "b", "c");

        Assert.DoesNotContain(await server.RowsAsync("keys", "visitors"), static row => row.StartsWith("redis_key_size ", StringComparison.Ordinal));
        await server.CommandAsync("PFCOUNT", "visitors");
        Assert.Contains("redis_key_size db0 visitors 3", await server.RowsAsync("keys", "visitors"));
    }

    [Theory]
    [OnEachServer("keys", "max_keys is \"none\"", "a", "max_keys=none")]
    [OnEachServer("keys", "values is \"maybe\"", "a", "values=maybe")]
    [OnEachServer("keys", "ARGV[2] is empty", "a", "")]
    [OnEachServer("streams", "max_scan is \"0\"", "max_scan=0")]
    [OnEachServer("streams", "consumers is \"\"", "consumers=")]
    [OnEachServer("key_groups", "max_groups is \"nan\"", "max_groups=nan")]
    [OnEachServer("key_groups", "ARGV[2] is \"a[b\": ", "^x", "a[b")]
    public async Task EachCollector_BadArgument_FailsWithItsName(string name, string collector, string message, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "a", "1");

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.RowsAsync(collector, arguments));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnEachServer]
    public async Task Streams_GroupAndConsumer_GiveWhatWaits(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        foreach (string id in new[] { "5-1", "6-1", "7-1" })
        {
            await server.CommandAsync("XADD", "orders", id, "field", "1");
        }

        await server.CommandAsync("SET", "orders:no-stream", "x");
        await server.CommandAsync("XGROUP", "CREATE", "orders", "billing", "0");
        await server.CommandAsync("XREADGROUP", "GROUP", "billing", "worker", "COUNT", "2", "STREAMS", "orders", ">");

        string[] rows = await server.RowsAsync("streams", "orders*");

        foreach (string expected in new[]
        {
            "redis_stream_length db0 orders 3", "redis_stream_last_generated_id db0 orders 7", "redis_stream_first_entry_id db0 orders 5",
            "redis_stream_groups db0 orders 1", "redis_stream_entries_added_total db0 orders 3", "redis_stream_group_lag db0 orders billing 1",
            "redis_stream_group_last_delivered_id db0 orders billing 6", "redis_stream_group_messages_pending db0 orders billing 2",
            "redis_stream_group_consumer_messages_pending db0 orders billing worker 2", "redis_streams_scan_complete db0 orders* 1",
        })
        {
            Assert.Contains(expected, rows);
        }

        Assert.DoesNotContain(await server.RowsAsync("streams", "orders", "consumers=no"), static row => row.Contains("worker", StringComparison.Ordinal));
    }

    [Theory]
    [OnEachServer]
    public async Task KeyGroups_SeveralDatabases_GroupsEach(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.AddStringsAsync(3, "user:");
        await server.AddStringsAsync(2, "mail:");
        await server.CommandAsync("EVAL", "redis.call('SELECT', 3) redis.call('SET', 'alone', 1)", "0");

        string[] rows = await server.RowsAsync("key_groups", "^(user):", "^(%a+):", "max_groups=1");

        Assert.Contains("redis_key_group_count db0 user 3", rows);
        Assert.Contains("redis_key_group_count db0 overflow 2", rows);
        Assert.Contains("redis_number_of_distinct_key_groups db0 2", rows);
        Assert.Contains("redis_key_groups_seen_ratio db0 1", rows);
        Assert.Contains("redis_key_group_count db3 unclassified 1", rows);
        Assert.Single(rows, static row => row.StartsWith("redis_last_key_groups_scrape_duration_milliseconds ", StringComparison.Ordinal));
    }

    private static string[] Without(string family, string[] rows) => [.. rows.Where(row => !row.StartsWith(family, StringComparison.Ordinal))];
}
