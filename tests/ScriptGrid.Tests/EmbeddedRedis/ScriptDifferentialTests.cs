namespace ScriptGrid.Tests.EmbeddedRedis;

/// <summary>Scripts of every kind on a real Redis and on the embedded one: the same reply, byte for byte.</summary>
public sealed class ScriptDifferentialTests(ServerPair servers) : IClassFixture<ServerPair>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "EmbeddedRedis");

    public static TheoryData<string, int> Lines { get; } = InBothProtocols(Path.Combine(Folder, "lines"));

    public static TheoryData<string, int> Programs { get; } = InBothProtocols(Path.Combine(Folder, "programs"));

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Eval_EachLineOfAFile_RepliesAsRedis(string file, int protocol)
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Folder, "lines", file));
        var commands = new List<(string?, string[])>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0 && !lines[i].StartsWith('#'))
            {
                commands.AddRange(FromScratch($"{file}:{i + 1}", lines[i].Replace('¶', '\n')));
            }
        }

        string differences = await servers.CompareAsync(protocol, commands);

        Assert.True(differences.Length == 0, differences);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Eval_Program_RepliesAsRedis(string file, int protocol)
    {
        string script = await File.ReadAllTextAsync(Path.Combine(Folder, "programs", file));
        string differences = await servers.CompareAsync(protocol, [.. FromScratch(file, script)]);

        Assert.True(differences.Length == 0, differences);
    }

    /// <summary>An empty database and a fresh Lua, then the script.</summary>
    private static IEnumerable<(string?, string[])> FromScratch(string name, string script) =>
    [
        (null, ["FLUSHALL"]),
        (null, ["SCRIPT", "FLUSH"]),
        (name, ["EVAL", script, "2", "k1", "k2", "a1", "a2"]),
    ];

    private static TheoryData<string, int> InBothProtocols(string folder)
    {
        var data = new TheoryData<string, int>();
        foreach (string file in Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!)
        {
            data.Add(file, 2);
            data.Add(file, 3);
        }

        return data;
    }
}
