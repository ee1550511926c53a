using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

/// <summary>COMMAND DOCS and COMMAND INFO tell of each command what a real Redis tells, in whatever order it lists subcommands.</summary>
public sealed class CommandDocsTests(ServerPair servers) : IClassFixture<ServerPair>
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Command_OfEachThatThereIs_TellsWhatRedisTells(int protocol)
    {
        await using RawRespClient real = await RawRespClient.ConnectAsync(servers.Real, protocol);
        await using RawRespClient embedded = await RawRespClient.ConnectAsync(servers.Embedded.EndPoint, protocol);
        string listed = await embedded.AskAsync("COMMAND", "LIST");
        string[] names = [.. listed.Split("\r\n").Where(static line => line.Length > 0 && line[0] is not ('*' or '$') && line != "module")];
        Assert.True(names.Length > 350, $"{names.Length} commands are few");

        string[][] questions = [.. names.SelectMany(static name => (string[][])[["COMMAND", "DOCS", name], ["COMMAND", "INFO", name]])];
        string[] expected = await real.AskAllAsync(questions);
        string[] actual = await embedded.AskAllAsync(questions);

        for (int i = 0; i < questions.Length; i++)
        {
            Assert.True(Sorted(expected[i]) == Sorted(actual[i]), $"{string.Join(' ', questions[i])}\n{expected[i]}\n{actual[i]}");
        }
    }

    [Fact]
    public async Task Docs_OfAll_TellOfEachCommandOnce()
    {
        await using RawRespClient embedded = await RawRespClient.ConnectAsync(servers.Embedded.EndPoint, 3);

        string count = await embedded.AskAsync("COMMAND", "COUNT");
        string all = await embedded.AskAsync("COMMAND", "DOCS");

        Assert.StartsWith("%" + count[1..], all, StringComparison.Ordinal);
        Assert.Equal("%0\r\n", await embedded.AskAsync("COMMAND", "DOCS", "nothing"));
    }

    private static string Sorted(string reply) => string.Join('\n', reply.Split("\r\n").Order(StringComparer.Ordinal));
}
