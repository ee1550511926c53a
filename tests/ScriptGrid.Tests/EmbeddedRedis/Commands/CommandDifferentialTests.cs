namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

/// <summary>Sequences of commands on a real Redis and on the embedded one: the same replies, byte for byte.</summary>
public sealed class CommandDifferentialTests(ServerPair servers) : IClassFixture<ServerPair>
{
    private const int Sequences = 10;
    private const int CommandsPerSequence = 60;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "EmbeddedRedis", "command-templates");

    private static readonly string[] Others =
    [
        "SET a:string x", "RPUSH a:list a", "HSET a:hash a b", "SADD a:set a", "ZADD a:zset 1 a", "XADD a:stream 1-1 a b",
    ];

    public static TheoryData<string, int> Files { get; } = InBothProtocols();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Sequence_OfTemplates_RepliesAsRedis(string file, int protocol)
    {
        CommandTemplate[] templates =
        [
            .. (await File.ReadAllLinesAsync(Path.Combine(Folder, file)))
                .Where(static line => line.Length > 0 && !line.StartsWith('#'))
                .Select(static line => new CommandTemplate(line)),
        ];
        var commands = new List<(string?, string[])>();
        for (int seed = 0; seed < Sequences; seed++)
        {
            commands.Add((null, ["FLUSHALL"]));
            commands.AddRange(Others.Select(static line => ((string?)null, line.Split(' '))));
            var random = new Random(seed);
            for (int i = 0; i < CommandsPerSequence; i++)
            {
                commands.Add(($"{file}, seed {seed}, command {i}", templates[random.Next(templates.Length)].Make(random)));
            }
        }

        string differences = await servers.CompareAsync(protocol, commands);

        Assert.True(differences.Length == 0, differences);
    }

    private static TheoryData<string, int> InBothProtocols()
    {
        var data = new TheoryData<string, int>();
        foreach (string file in Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!)
        {
            data.Add(file, 2);
            data.Add(file, 3);
        }

        return data;
    }
}
