using System.Text.Json;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis;

/// <summary>What several clients do to each other, and errors with odd bytes: byte for byte as with Redis.</summary>
public sealed class ConversationTests(ServerPair servers) : IClassFixture<ServerPair>
{
    [Fact]
    public async Task Conversations_OfSeveralClients_GoAsWithRedis()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "TestData", "EmbeddedRedis", "conversations.jsonl");
        List<string> differences = [];
        foreach (string line in await File.ReadAllLinesAsync(path))
        {
            using var conversation = JsonDocument.Parse(line);
            JsonElement root = conversation.RootElement;
            int protocol = root.GetProperty("resp").GetInt32();
            string[][] steps = [.. root.GetProperty("steps").EnumerateArray().Select(static step => step.EnumerateArray().Select(static word => word.GetString()!).ToArray())];

            string[] replies = await Task.WhenAll(
                Conversation.RunAsync(servers.Real, protocol, steps), Conversation.RunAsync(servers.Embedded.EndPoint, protocol, steps));

            if (Comparable(steps[^1], replies[0]) != Comparable(steps[^1], replies[1]))
            {
                differences.Add($"{root.GetProperty("name").GetString()}\n  Redis    {JsonSerializer.Serialize(replies[0])}\n  embedded {JsonSerializer.Serialize(replies[1])}");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task AclRules_ByChance_AreSummedUpAsByRedis()
    {
        var random = new Random(20261128);
        string[] categories = ["keyspace", "read", "write", "set", "list", "hash", "string", "geo", "stream", "pubsub", "admin", "fast", "slow", "dangerous", "connection", "scripting"];
        string[] commands = ["get", "set", "config", "config|get", "config|set", "geoadd", "xinfo", "client", "client|list", "eval", "select", "acl|list", "memory|usage"];
        List<string[]> asked = [];
        for (int user = 0; user < 300; user++)
        {
            asked.Add(["ACL", "SETUSER", $"u{user}", "reset", .. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Rule(random, categories, commands))]);
        }

        await using RawRespClient real = await RawRespClient.ConnectAsync(servers.Real, 2);
        await using RawRespClient embedded = await RawRespClient.ConnectAsync(servers.Embedded.EndPoint, 2);
        asked.Add(["ACL", "LIST"]);
        string[] expected = await real.AskAllAsync(asked);
        string[] actual = await embedded.AskAllAsync(asked);

        Assert.Equal(expected[..^1], actual[..^1]);
        Assert.Equal(Users(expected[^1]), Users(actual[^1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task HyperLogLogs_ByChance_HaveTheBytesOfRedis(int seed)
    {
        var random = new Random(seed);
        List<(string?, string[])> commands = [(null, ["DEL", "a", "b", "c"])];
        for (int i = 0; i < 400; i++)
        {
            string key = Key(random);
            string[] command = random.Next(10) switch
            {
                < 6 => ["PFADD", key, .. Enumerable.Range(0, random.Next(12)).Select(_ => $"{random.Next(100_000)}")],
                6 => ["PFCOUNT", key],
                7 => ["PFCOUNT", "a", "b"],
                8 when random.Next(4) == 0 => ["PFMERGE", key, Key(random), Key(random)],
                _ => ["GET", key],
            };
            commands.Add(($"step {i}", command));
        }

        string differences = await servers.CompareAsync(2, commands);

        Assert.True(differences.Length == 0, differences);
    }

    private static string Key(Random random) => new[] { "a", "b", "c" }[random.Next(3)];

    private static string Rule(Random random, string[] categories, string[] commands) => random.Next(10) switch
    {
        0 => random.Next(2) == 0 ? "+@all" : "-@all",
        < 6 => $"{"+-"[random.Next(2)]}@{categories[random.Next(categories.Length)]}",
        9 => $"+select|{random.Next(3)}",
        _ => $"{"+-"[random.Next(2)]}{commands[random.Next(commands.Length)]}",
    };

    /// <summary>Redis lists single commands in the order of a hash table.</summary>
    private static string[] Users(string list) =>
        [.. list.Split("\r\n").Where(static line => line.StartsWith("user u", StringComparison.Ordinal)).Select(static line => string.Join(' ', line.Split(' ').Order(StringComparer.Ordinal)))];

    /// <summary>Redis lists the rules and the commands of a category in the order of a hash table.</summary>
    private static string Comparable(string[] call, string reply) =>
        call[0] == "ACL" ? string.Join(' ', reply.Split(' ', '\r', '\n').Order(StringComparer.Ordinal)) : reply;
}
