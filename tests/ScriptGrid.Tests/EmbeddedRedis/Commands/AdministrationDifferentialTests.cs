using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

/// <summary>Errors and replies that do not depend on the moment must be those of Redis, byte for byte.</summary>
public sealed class AdministrationDifferentialTests(ServerPair servers) : IClassFixture<ServerPair>
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Administration_EachCommand_RepliesAsRedis(int protocol)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "TestData", "EmbeddedRedis", "commands", "administration.txt");
        string[] lines = await File.ReadAllLinesAsync(path);

        string differences = await servers.CompareAsync(protocol, [.. lines.Where(static line => line.Length > 0).Select(static (line, i) => ((string?)$"line {i + 1}", Split(line)))]);

        Assert.True(differences.Length == 0, differences);
    }

    private static string[] Split(string line)
    {
        var words = new List<byte[]>();
        Assert.True(TypedLine.TrySplit(Encoding.UTF8.GetBytes(line), words), line);
        return [.. words.Select(Encoding.UTF8.GetString)];
    }
}
