using System.Text.RegularExpressions;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Clients;

/// <summary>The command that CLIENT LIST and ACL LOG name: that which the client asked for last, as in Redis, also if it was refused.</summary>
public sealed partial class LastCommandTests(ServerPair servers) : IClassFixture<ServerPair>
{
    [Theory]
    [InlineData("get", "GET")]
    [InlineData("NULL", "NONSENSE")]
    [InlineData("NULL", "CLIENT NONSENSE")]
    [InlineData("client", "CLIENT")]
    [InlineData("client|setname", "CLIENT SETNAME")]
    [InlineData("set", "MULTI", "SET k v")]
    [InlineData("exec", "MULTI", "SET k v", "EXEC")]
    [InlineData("set", "CONFIG SET maxmemory 1", "SET k v")]
    [InlineData("eval", "EVAL return(redis.call('GET','k')) 0")]
    [InlineData("get", "AUTH limited x", "GET k")]
    public async Task ClientList_AfterTheseCommands_NamesTheCommandOfRedis(string expected, params string[] commands)
    {
        foreach (System.Net.EndPoint server in (System.Net.EndPoint[])[servers.Real, servers.Embedded.EndPoint])
        {
            await using RawRespClient admin = await RawRespClient.ConnectAsync(server, 2);
            await admin.AskAsync("ACL", "SETUSER", "limited", "on", ">x", "-@all", "+ping");
            await admin.AskAsync("ACL", "LOG", "RESET");
            await using RawRespClient client = await RawRespClient.ConnectAsync(server, 2);
            string id = (await client.AskAsync("CLIENT", "ID")).Trim(':', '\r', '\n');
            await client.AskAsync("PING");
            foreach (string command in commands)
            {
                await client.AskAsync(command.Split(' '));
            }

            await admin.AskAsync("CONFIG", "SET", "maxmemory", "0");
            Assert.Equal(expected, Name().Match(await admin.AskAsync("CLIENT", "LIST", "ID", id)).Groups[1].Value);
            if (commands[0].StartsWith("AUTH", StringComparison.Ordinal))
            {
                Assert.Equal(expected, Name().Match(await admin.AskAsync("ACL", "LOG")).Groups[1].Value);
            }
        }
    }

    [GeneratedRegex("cmd=([^ ]+)")]
    private static partial Regex Name();
}
