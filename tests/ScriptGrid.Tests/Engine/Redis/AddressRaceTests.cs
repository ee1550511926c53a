using System.Net;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>Names with several addresses.</summary>
public sealed class AddressRaceTests
{
    [Theory]
    [InlineData("::1 ::2 10.0.0.1 10.0.0.2", "::1 10.0.0.1 ::2 10.0.0.2")]
    [InlineData("10.0.0.1 10.0.0.2 ::1", "10.0.0.1 ::1 10.0.0.2")]
    [InlineData("10.0.0.2 10.0.0.1", "10.0.0.2 10.0.0.1")]
    public void Order_TwoFamilies_TakeTurns(string resolved, string tried) =>
        Assert.Equal(tried, string.Join(' ', AddressRace.Order([.. resolved.Split(' ').Select(IPAddress.Parse)])));

    [Theory]
    [InlineData("127.0.0.2")] // Refuses.
    [InlineData("192.0.2.1")] // Never answers, or there is no route to it.
    public async Task ConnectAsync_FirstAddressIsDead_NextIsTried(string dead)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);

        using RedisSession session = await RedisSession.OpenAsync($"redis://name:{PortOf(server)}", names: Names(dead, "127.0.0.1"));

        Assert.Null(session.Failure);
        Assert.Null(await session.AskAsync("PING"));
    }

    [Fact]
    public async Task ConnectAsync_EveryAddressRefuses_FailsWithConnection()
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://name:{FreePort.Find()}", names: Names("127.0.0.1", "127.0.0.2"));

        Assert.Equal(FailureReason.Connection, session.Failure?.Reason);
        Assert.Equal("connection refused", session.Failure!.Message);
    }

    [Fact]
    public async Task ConnectAsync_GivenUpWhileNoAddressAnswers_Ends()
    {
        using var connection = new RedisConnection(TargetAddress.Tcp("name", 6379, 0));

        Task<Failure?> connecting = connection.ConnectAsync(tls: null, Names("192.0.2.1", "192.0.2.2"));
        connection.Dispose();

        Assert.Equal(FailureReason.Connection, (await connecting.WaitAsync(TimeSpan.FromSeconds(30)))?.Reason);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.2", true)]
    [InlineData("", false)]
    public async Task HasMovedAsync_NameLookedUpAgain_TellsWhetherItLeadsElsewhere(string addressNow, bool expected)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        string address = "127.0.0.1";
        var names = new NameResolver(TimeProvider.System, _ => address.Length == 0 ? [] : [IPAddress.Parse(address)]);
        using RedisSession session = await RedisSession.OpenAsync($"redis://name:{PortOf(server)}", names: names);

        address = addressNow;

        Assert.Equal(expected, await session.Connection.HasMovedAsync(names));
    }

    private static NameResolver Names(params string[] addresses) => new(TimeProvider.System, _ => [.. addresses.Select(IPAddress.Parse)]);

    private static string PortOf(ScriptedRedis server) => server.Address.Split(':')[1];
}
