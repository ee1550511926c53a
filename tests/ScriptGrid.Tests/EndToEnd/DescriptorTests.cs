using System.Net.Sockets;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Http;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary><c>scriptgrid serve</c> where file descriptors are few.</summary>
public sealed class DescriptorTests : IDisposable
{
    private const int Limit = 400;

    private readonly TestFiles _files = new();
    private readonly string _script;

    public DescriptorTests() => _script = _files.Write("ok.lua", "return {'a', 1}");

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Serve_IdleConnectionsWithoutEnd_CostTargetsAndScrapesNothing()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeWithinAsync(
            Limit, "--script", _script, "--target", server.Address, "--interval", "100ms");
        await serve.WaitForAsync($$"""redis_up{target="{{server.Address}}"} 1""");
        int port = int.Parse(serve.Address.Split(':')[1]);
        var idle = new List<TcpClient>();
        for (int i = 0; i < 2 * Limit; i++)
        {
            idle.Add(await RawHttp.ConnectAsync(port));
        }

        await server.CommandAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        string page = await serve.WaitForAsync($$"""redis_up{target="{{server.Address}}"} 1""");

        Assert.DoesNotContain("reason=\"connection\"", page, StringComparison.Ordinal);
        Assert.Single(serve.Log.Split('\n'), static line => line.Contains("HTTP connections are open", StringComparison.Ordinal));
        idle.ForEach(static client => client.Dispose());
        Assert.Equal(0, await serve.TerminateAsync());
    }

    [Fact]
    public async Task Serve_MoreTargetsThanDescriptors_WarnsAndServesOn()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "EVALSHA_RO" ? Resp.Integer(1) : Resp.Ok);
        string targets = string.Join(',', Enumerable.Range(0, Limit).Select(database => $"redis://{server.Address}/{database}"));
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeWithinAsync(Limit, "--script", _script, "--target", targets);

        string page = await serve.WaitForAsync(static page => Count(page, "1") + Count(page, "0") == Limit, "every target");

        Assert.InRange(Count(page, "1"), 50, Limit - 50);
        Assert.Contains("too many open files in this process; raise its limit (ulimit -n)", serve.Log, StringComparison.Ordinal);
        Assert.Contains($"{Limit} targets need as many file descriptors, but the limit of this process, {Limit}, leaves", serve.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", serve.Log, StringComparison.Ordinal);
        Assert.Equal(0, await serve.TerminateAsync());
    }

    private static int Count(string page, string state) => page.Split('\n').Count(line =>
        line.StartsWith("redis_up{", StringComparison.Ordinal) && line.EndsWith($"}} {state}", StringComparison.Ordinal));
}
