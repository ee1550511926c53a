using System.Globalization;
using System.Net.Sockets;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>Reaching a server: where epoll waits for sockets, and where .NET does.</summary>
public abstract class RedisConnectionTests
{
    [Fact]
    public async Task ConnectAsync_UnixSocket_ReachesTheServer()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();

        using RedisSession session = await OpenAsync($"unix://{server.SocketPath}?db=2");

        Assert.Null(session.Failure);
        Assert.Null(await session.AskAsync("CLIENT", "INFO"));
        Assert.Contains(" db=2 ", session.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_HostName_IsResolved()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();

        using RedisSession session = await OpenAsync($"redis://localhost:{server.Port}");

        Assert.Null(session.Failure);
    }

    [Fact]
    public async Task ConnectAsync_NameWithoutAddress_FailsWithDns()
    {
        var names = new NameResolver(TimeProvider.System, static _ => throw new SocketException((int)SocketError.HostNotFound));

        using RedisSession session = await OpenAsync("redis://nowhere.invalid", names: names);

        Assert.Equal(FailureReason.Dns, session.Failure?.Reason);
        Assert.StartsWith("cannot resolve nowhere.invalid: ", session.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://127.0.0.1:{0}", "connection refused")]
    [InlineData("unix:///tmp/scriptgrid-no-such-{0}.sock", "there is no such socket")]
    public async Task ConnectAsync_NobodyListens_FailsWithConnection(string target, string message)
    {
        using RedisSession session = await OpenAsync(string.Format(CultureInfo.InvariantCulture, target, FreePort.Find()));

        Assert.Equal(FailureReason.Connection, session.Failure?.Reason);
        Assert.Equal(message, session.Failure!.Message);
    }

    [Fact]
    public async Task OpenAsync_TooManyClients_FailsWithConnection()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("maxclients 1");
        using RedisSession first = await OpenAsync($"redis://{server.Address}");
        Assert.Null(first.Failure);

        using RedisSession second = await OpenAsync($"redis://{server.Address}");

        Assert.Equal(FailureReason.Connection, second.Failure?.Reason);
        Assert.True(second.Failure!.IsConnectionLost);
    }

    private protected abstract bool IsPolled { get; }

    private Task<RedisSession> OpenAsync(string target, NameResolver? names = null) =>
        RedisSession.OpenAsync(target, names: names, isPolled: IsPolled);
}

/// <inheritdoc/>
public sealed class PolledRedisConnectionTests : RedisConnectionTests
{
    private protected override bool IsPolled => true;
}

/// <inheritdoc/>
public sealed class AsyncRedisConnectionTests : RedisConnectionTests
{
    private protected override bool IsPolled => false;
}
