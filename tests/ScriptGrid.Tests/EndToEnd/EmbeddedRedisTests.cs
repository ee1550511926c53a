using System.Net;
using System.Text.RegularExpressions;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>What the embedded Redis gives to users: <c>demo</c>, <c>redis</c> and <c>run --embedded</c>, as processes.</summary>
public sealed class EmbeddedRedisTests : IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Demo_NothingInstalled_ShowsLiveMetricsAndLinksThatWork()
    {
        await using ScriptGridProcess demo = await ScriptGridProcess.DemoAsync();

        string page = await demo.WaitForAsync(
            static page => page.Split('\n').Count(static line => line.StartsWith("redis_up{", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal)) == 5
                && page.Contains("""filename="slow_report.lua",service="search",key="checksum"} """, StringComparison.Ordinal)
                && page.Contains("""redis_fleet_script_values{filename="sample_collect_script.lua",key="items",agg="sum"} """, StringComparison.Ordinal),
            "five servers, the slow script and the rollup");

        ExpositionPage.Parse(page, ExpositionFormat.Text);
        await Promtool.AssertCleanAsync(page);
        string before = Items(page);
        await demo.WaitForAsync(later => Items(later) != before, "data that moves");
        string[] links = [.. Regex.Matches(demo.Log, @"http://\S+").Select(static link => link.Value)];
        Assert.Equal(4, links.Length);
        Assert.All(links, link => Assert.StartsWith($"http://{demo.Address}/", link, StringComparison.Ordinal));
        foreach (string link in links)
        {
            Assert.NotEmpty(await demo.GetAsync(new Uri(link).PathAndQuery));
        }

        Assert.Equal(ExitCode.Success, await demo.TerminateAsync());
    }

    [Fact]
    public async Task Redis_Seed_IsThereForClientsUntilItEnds()
    {
        string seed = _files.Write("seed.txt", "# data to begin with\nRPUSH queue:mail a 'b c' \"d\\x41\"\n\nSET  greeting hello\r\n");
        (ChildProcess process, int port) = await ScriptGridProcess.RedisAsync("--seed", seed);
        await using (process)
        {
            await using RespClient client = await RespClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));

            Assert.Equal(new object?[] { "a", "b c", "dA" }, await client.CommandAsync("LRANGE", "queue:mail", "0", "-1"));
            Assert.Equal("hello", await client.CommandAsync("EVAL_RO", "return redis.call('GET', KEYS[1])", "1", "greeting"));
            RespException refusal = await Assert.ThrowsAsync<RespException>(() => client.CommandAsync("DEBUG", "SLEEP", "0"));
            Assert.StartsWith("ERR DEBUG command not allowed.", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(ExitCode.Success, await process.TerminateAsync());
        }
    }

    [Theory]
    [InlineData("SET k v\nINCR k\n", ":2: ERR value is not an integer or out of range")]
    [InlineData("SET k 'open\n", ":1: a quote is not closed, or text follows a closing quote without a space")]
    [InlineData("NOSUCH\n", ":1: ERR unknown command 'NOSUCH'")]
    [InlineData("SET k v\nSHUTDOWN\nSET k w", ":2: the command ended the server")]
    [InlineData("SET k v\nMULTI\nSET a 1\n", ":2: EXEC is missing for this MULTI")]
    [InlineData("MULTI\nSET a x\nINCR a\nEXEC\n", ":3: ERR value is not an integer or out of range")]
    [InlineData("MULTI\nNOSUCH\nEXEC\n", ":2: ERR unknown command 'NOSUCH'")]
    [InlineData("WATCH a\nSET a 1\nMULTI\nSET b 1\nEXEC\n", ":5: EXEC executed nothing, because a watched key had changed")]
    [InlineData("SET a x\nEVAL \"return {1, {redis.pcall('INCR', 'a')}}\" 0\n", ":2: ERR value is not an integer or out of range")]
    [InlineData("BLPOP x 0\n", ":1: BLPOP would wait, because there is nothing for it")]
    [InlineData("xread count 1 block 0 streams s $\n", ":1: XREAD would wait, because there is nothing for it")]
    [InlineData("SET k v\nsubscribe y\n", ":2: ERR SUBSCRIBE needs a connection of its own")]
    [InlineData("MONITOR\n", ":1: ERR MONITOR needs a connection of its own")]
    [InlineData("PSYNC ? -1\n", ":1: ERR PSYNC needs a connection of its own")]
    [InlineData("WAIT 1 0\n", ":1: WAIT cannot be in a seed")]
    [InlineData("CLIENT REPLY SKIP\nSET k v\n", ":1: ERR CLIENT REPLY SKIP needs a connection of its own")]
    public async Task Seed_CommandThatFails_IsNamedByItsLine(string text, string problem)
    {
        string path = _files.Write("seed.txt", text);
        SeedFile seed = SeedFile.Read(path, out _)!;
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());

        Assert.StartsWith(path + problem, await seed.RunAsync(server, CancellationToken.None), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MULTI\nSET a 1\nINCR a\nEXEC\nMULTI\nSET b 1\nDISCARD\n")]
    [InlineData("RPUSH x 2\nBLPOP x 0\nSET a 2\n")]
    [InlineData("XREAD COUNT 1 STREAMS s 0\nGET none\nHELLO 3\nHGETALL none\nSET a 2\n")]
    public async Task Seed_CommandsThatSucceed_AreCarriedOut(string text)
    {
        SeedFile seed = SeedFile.Read(_files.Write("seed.txt", text), out _)!;
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());

        Assert.Null(await seed.RunAsync(server, CancellationToken.None));
        Assert.Equal("$1\r\n2\r\n"u8.ToArray(), await server.ExecuteAsync("GET", "a"));
    }

    [Theory]
    [InlineData("", " is empty")]
    [InlineData("\uFEFF \r\n", " is empty")]
    [InlineData(null, " does not exist")]
    public void Seed_FileThatHoldsNothing_IsRefused(string? text, string problem)
    {
        string path = text is null ? "/none" : _files.Write("seed.txt", text);

        Assert.Null(SeedFile.Read(path, out string told));
        Assert.Equal($"--seed: {path}{problem}", told);
    }

    [Fact]
    public async Task Seed_ByteOrderMark_IsSkipped()
    {
        SeedFile seed = SeedFile.Read(_files.Write("seed.txt", "\uFEFFSET k v"), out _)!;
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());

        Assert.Null(await seed.RunAsync(server, CancellationToken.None));
        Assert.Equal("$1\r\nv\r\n"u8.ToArray(), await server.ExecuteAsync("GET", "k"));
    }

    [Fact]
    public async Task Redis_PortInUse_ExitsWith1()
    {
        (ChildProcess process, int port) = await ScriptGridProcess.RedisAsync();
        await using (process)
        {
            (int exitCode, _, string error) = await ScriptGridProcess.RunAsync("redis", "--port", $"{port}");

            Assert.Equal(ExitCode.Failure, exitCode);
            Assert.StartsWith($"cannot listen on 127.0.0.1:{port}: ", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RunEmbedded_SeededScript_PrintsItsValues()
    {
        string script = _files.Write("queues.lua", "return {'mail', redis.call('LLEN', 'queue:mail')}");
        string seed = _files.Write("seed.txt", "RPUSH queue:mail a b c");

        (int exitCode, string output, string error) = await ScriptGridProcess.RunAsync("run", "--script", script, "--embedded", "--seed", seed);

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("""redis_script_values{target="embedded",filename="queues.lua",key="mail"} 3""", output, StringComparison.Ordinal);
        Assert.StartsWith("queues.lua on embedded: 1 value in ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunEmbedded_ScriptThatWrites_IsRefusedUnlessAllowed()
    {
        string script = _files.Write("write.lua", "redis.call('SET', KEYS[1], 'x')\nreturn {'written', 1}");
        string[] command = ["run", "--script", script, "--embedded", "--keys", "k"];

        (int refused, _, string error) = await ScriptGridProcess.RunAsync(command);
        (int allowed, string output, _) = await ScriptGridProcess.RunAsync([.. command, "--read-only", "off"]);

        Assert.Equal((ExitCode.Failure, ExitCode.Success), (refused, allowed));
        Assert.Contains("Write commands are not allowed from read-only scripts", error, StringComparison.Ordinal);
        Assert.Contains("key=\"written\"} 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunEmbedded_EndlessLoop_EndsAtTheTimeout()
    {
        string script = _files.Write("endless.lua", "while true do end");

        (int exitCode, _, string error) = await ScriptGridProcess.RunAsync("run", "--script", script, "--embedded", "--timeout", "300ms");

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.Contains("timeout", error, StringComparison.Ordinal);
    }

    private static string Items(string page) =>
        page.Split('\n').First(static line => line.StartsWith("redis_fleet_script_values{", StringComparison.Ordinal) && line.Contains("key=\"items\",agg=\"sum\"", StringComparison.Ordinal));
}
