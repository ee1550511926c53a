using System.Globalization;
using System.Net;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EmbeddedRedis.Commands;

namespace ScriptGrid.Tests.EmbeddedRedis.Replication;

/// <summary>What replicas are told: the same as by Redis, and enough for a real Redis to have the same data.</summary>
public sealed class ReplicationTests(ServerPair servers) : IClassFixture<ServerPair>
{
    private const int CommandsPerSeed = 3_000;

    // Where choices are made by chance.
    private static readonly string[] ByChance = ["SPOP", "RANDOMKEY", "SWAPDB"];

    // Which close replicas, or change what both servers do.
    private static readonly string[] AboutTheServer = ["connections.txt", "users.txt"];

    /// <summary>Scripts, transactions and commands that the templates lack.</summary>
    private static readonly string[] More =
    [
        "SET {key} {value} EX 100", "SET {key} {value} GET", "SET {key} {value} KEEPTTL GET", "SETEX {key} 100 KEEPTTL", "PSETEX {key} 100000 {value}", "GETSET {key} {value}", "GETEX {key} PX 100000",
        "GETEX {key} PERSIST", "GETEX {key} EXAT 1", "GETEX {key}", "GETDEL {key}", "EXPIRE {key} 100 NX|XX", "EXPIREAT {key} 4000000000|4100000000 NX|XX|GT|LT", "PEXPIRE {key} -1", "EXPIREAT {key} 1", "INCRBYFLOAT {key} {double}",
        "HINCRBYFLOAT {key} f1 {double}", "XADD {key} MAXLEN ~ 3 * a b", "XADD {key} MINID ~ 1 LIMIT 10 * a b", "XADD {key} 99-* a b", "XTRIM {key} MAXLEN ~ 1", "LMPOP 2 {key} {key} LEFT|RIGHT COUNT {count}",
        "ZMPOP 2 {key} {key} MIN|MAX COUNT {count}", "BLMPOP 0.001 1 {key} LEFT", "BLPOP {key} {key} 0.001", "BZPOPMAX {key} {key} 0.001", "BLMOVE {key} {key} LEFT RIGHT 0.001", "BRPOPLPUSH {key} {key} 0.001",
        "BZMPOP 0.001 1 {key} MIN COUNT 2", "PUBLISH channel {value}", "SPUBLISH channel {value}", "PFADD {key} {value}", "PFCOUNT {key} {key}", "FLUSHDB", "FUNCTION FLUSH", "SCRIPT FLUSH", "SELECT 0|1", "MULTI", "EXEC",
        "EVAL return_redis.call('set',KEYS[1],'x') 1 {key}", "EVAL redis.call('incr',KEYS[1])redis.call('expire',KEYS[1],100)redis.call('del',KEYS[1]) 1 {key}",
        "EVAL redis.set_repl(redis.REPL_NONE)redis.call('set',KEYS[1],1)redis.set_repl(redis.REPL_ALL)redis.call('append',KEYS[1],2) 1 n1", "EVAL return_redis.pcall('get',KEYS[1]) 1 {key}",
        "MOVE {key} 1", "COPY {key} {key} DB 1", "RENAME {key} {key}", "SORT {key} ALPHA STORE {key}", "GEOADD {key} NX|XX 13.36 38.11 a 15.08 37.5 b", "RESTORE {key} 100000 nothing",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Stream_OfRandomCommands_IsThatOfRedis(int seed)
    {
        List<string[]> commands = Commands(seed);
        List<string> expected = await StreamAsync(servers.Real, commands);
        List<string> actual = await StreamAsync(servers.Embedded.EndPoint, commands);

        for (int i = 0; i < Math.Min(expected.Count, actual.Count); i++)
        {
            Assert.True(expected[i] == actual[i], $"seed {seed}, {i}: after {(i > 0 ? actual[i - 1] : "")}\nRedis    {expected[i]}\nembedded {actual[i]}");
        }

        Assert.Equal(expected.Count, actual.Count);
        Assert.True(expected.Count > CommandsPerSeed / 8, $"{expected.Count} commands are few");
        Assert.Contains("MULTI", expected);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Replica_OfARealRedis_HasTheSameData(int seed)
    {
        await using EmbeddedRedisServer embedded = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Port = 0, EnableDebugCommand = true }, CancellationToken.None);
        await using RawRespClient client = await RawRespClient.ConnectAsync(embedded.EndPoint, 2);
        await client.AskAllAsync(Commands(seed));
        await client.AskAllAsync([["EXEC"], ["FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('one', function() return 1 end)"]]);
        string port = ((IPEndPoint)embedded.EndPoint).Port.ToString(CultureInfo.InvariantCulture);
        await using RedisServerProcess replica = await RedisServerProcess.StartAsync("enable-debug-command yes", $"replicaof 127.0.0.1 {port}");
        await using RawRespClient copy = await RawRespClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, replica.Port), 2);
        await WaitForLinkAsync(copy);

        await client.AskAllAsync(Commands(seed + 100, withChance: true));
        await client.AskAllAsync([["EXEC"], ["SET", "last", "1"]]);

        Assert.Equal(":1\r\n", await client.AskAsync("WAIT", "1", "10000"));
        Assert.Equal(await client.AskAsync("DEBUG", "DIGEST"), await copy.AskAsync("DEBUG", "DIGEST"));
        Assert.Equal(await client.AskAsync("FUNCTION", "DUMP"), await copy.AskAsync("FUNCTION", "DUMP"));
        string info = await client.AskAsync("INFO", "replication");
        Assert.Contains("connected_slaves:1", info, StringComparison.Ordinal);
        Assert.Contains($"port={replica.Port},state=online", info, StringComparison.Ordinal);
        Assert.Contains("flags=S", await client.AskAsync("CLIENT", "LIST", "TYPE", "replica"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FlushAll_OfTheHost_ReachesReplicas()
    {
        await using EmbeddedRedisServer embedded = await EmbeddedRedisServer.StartAsync();
        await using ReplicationStream stream = await ReplicationStream.AttachAsync(embedded.EndPoint);
        embedded.Execute("SET", "k", "v");

        embedded.FlushAll();

        embedded.Execute("PUBLISH", "end", "of all");
        Assert.Equal(["SELECT 0", "SET k v", "FLUSHALL"], await stream.ReadToAsync("of all"));
    }

    private static async Task WaitForLinkAsync(RawRespClient replica)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await replica.AskAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task<List<string>> StreamAsync(EndPoint server, List<string[]> commands)
    {
        await using RawRespClient client = await RawRespClient.ConnectAsync(server, 2);
        await client.AskAllAsync([["FLUSHALL"], ["FUNCTION", "FLUSH"], ["DEBUG", "SET-ACTIVE-EXPIRE", "0"]]);
        await using ReplicationStream stream = await ReplicationStream.AttachAsync(server);
        await client.AskAllAsync(commands);
        await client.AskAllAsync([["EXEC"], ["PUBLISH", "end", "of all"]]);
        return await stream.ReadToAsync("of all");
    }

    private static List<string[]> Commands(int seed, bool withChance = false)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "TestData", "EmbeddedRedis", "command-templates");
        CommandTemplate[] templates =
        [
            .. Enumerable.Repeat(new CommandTemplate("EXEC"), 40),
            .. Directory.EnumerateFiles(folder).Where(static file => !AboutTheServer.Contains(Path.GetFileName(file))).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)
                .Where(line => line.Length > 0 && !line.StartsWith('#') && !line.StartsWith("DEBUG", StringComparison.Ordinal) && (withChance || !ByChance.Contains(line.Split(' ')[0])))
                .Concat(Enumerable.Repeat(More, 4).SelectMany(static lines => lines))
                .Select(static line => new CommandTemplate(line)),
        ];
        var random = new Random(seed);
        var commands = new List<string[]>();
        for (int i = 0; i < CommandsPerSeed; i++)
        {
            string[] words = templates[random.Next(templates.Length)].Make(random);
            if (words[0] == "EVAL")
            {
                words[1] = words[1].Replace('_', ' ').Replace("set repl", "set_repl", StringComparison.Ordinal).Replace("REPL ", "REPL_", StringComparison.Ordinal);
            }

            commands.Add(words);
        }

        return commands;
    }
}
