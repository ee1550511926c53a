using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

/// <summary>How long strings, and the tables of LCS, can become.</summary>
public sealed class StringLimitTests(ServerPair servers) : IClassFixture<ServerPair>
{
    private const string BadOffset = "-ERR bit offset is not an integer or out of range\r\n";
    private const string TooLong = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n";

    [Fact]
    public async Task Lcs_TableAroundTheLimit_RepliesAsRedis()
    {
        string[][] commands =
        [
            ["CONFIG", "SET", "proto-max-bulk-len", "1mb"],
            ["SETRANGE", "a", "1022", "x"],
            ["SETRANGE", "b", "254", "x"],
            ["LCS", "a", "b", "LEN"],
            ["APPEND", "b", "x"],
            ["LCS", "a", "b", "LEN"],
            ["CONFIG", "SET", "proto-max-bulk-len", "512mb"],
        ];

        string differences = await servers.CompareAsync(2, [.. commands.Select(static (words, i) => ((string?)$"{i}", words))]);

        Assert.True(differences.Length == 0, differences);
    }

    [Theory]
    [InlineData("8gb", "SETBIT k 20000000000 1", BadOffset)]
    [InlineData("8gb", "GETBIT k 20000000000", BadOffset)]
    [InlineData("8gb", "BITFIELD k SET u8 20000000000 1", BadOffset)]
    [InlineData("8gb", "SETRANGE k 2147483600 x", TooLong)]
    [InlineData("8gb", "SETRANGE k 2147483648 x", TooLong)]
    [InlineData("9223372036854775807", "SETRANGE k 9223372036854775807 x", TooLong)]
    [InlineData("9223372036854775807", "SETBIT k 20000000000 1", BadOffset)]
    [InlineData("9223372036854775807", "GETBIT k 7", ":0\r\n")]
    public async Task Offset_BeyondAnyArray_IsAnError(string limit, string command, string reply)
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        string[] replies = await client.AskAllAsync([["CONFIG", "SET", "proto-max-bulk-len", limit], command.Split(' '), ["EXISTS", "k"]]);

        Assert.Equal(["+OK\r\n", reply, ":0\r\n"], replies);
    }
}
