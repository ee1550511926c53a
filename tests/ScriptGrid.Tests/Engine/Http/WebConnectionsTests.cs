using Microsoft.AspNetCore.Connections;
using ScriptGrid.Engine.Http;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>Who gets a place where there are no more.</summary>
public sealed class WebConnectionsTests
{
    private readonly ManualTime _time = new();
    private readonly ListLogger _log = new();
    private readonly WebConnections _connections;

    public WebConnectionsTests() => _connections = new WebConnections(_time, _log.For<WebConnections>()) { Limit = 2 };

    [Fact]
    public void TryAdd_BelowTheLimit_ClosesNone()
    {
        TestConnection one = Add();
        TestConnection two = Add();

        Assert.Equal((2, false, false), (_connections.Count, one.IsAborted, two.IsAborted));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void TryAdd_AtTheLimit_ReplacesTheLongestIdle()
    {
        TestConnection one = Add();
        TestConnection two = Add();
        one.Begin();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        one.End(); // Since then it is idle, later than the other.

        TestConnection three = Add();

        Assert.Equal((2, false, true, false), (_connections.Count, one.IsAborted, two.IsAborted, three.IsAborted));
    }

    [Fact]
    public void TryAdd_DescriptorsShort_ReplacesTheLongestIdleBelowTheLimit()
    {
        TestConnection one = Add();
        TestConnection two = new();

        Assert.True(_connections.TryAdd(two, isShort: true));
        two.Begin();
        Assert.False(_connections.TryAdd(new TestConnection(), isShort: true));

        Assert.Equal((1, true, false), (_connections.Count, one.IsAborted, two.IsAborted));
    }

    [Fact]
    public void TryAdd_AllBusy_IsRefused()
    {
        TestConnection one = Add();
        TestConnection two = Add();
        one.Begin();
        two.Begin();

        Assert.False(_connections.TryAdd(new TestConnection()));

        Assert.Equal((2, false, false), (_connections.Count, one.IsAborted, two.IsAborted));
    }

    [Fact]
    public void TryAdd_AgainAndAgain_IsToldOnceAMinute()
    {
        for (int i = 0; i < 100; i++)
        {
            Add();
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Add();

        Assert.Equal(2, _log.Entries.Count);
        Assert.All(_log.Entries, static entry => Assert.Equal(3003, entry.Event.Id));
    }

    [Fact]
    public async Task CountAsync_ConnectionEnds_MakesRoom()
    {
        var ended = new TaskCompletionSource();
        TestConnection one = Add();
        Task serving = _connections.CountAsync(one, _ => ended.Task);
        Add();

        ended.SetResult();
        await serving;

        Assert.Equal(1, _connections.Count);
    }

    private TestConnection Add()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var connection = new TestConnection();
        Assert.True(_connections.TryAdd(connection));
        return connection;
    }

    private sealed class TestConnection : DefaultConnectionContext
    {
        public bool IsAborted { get; private set; }

        public void Begin() => Features.Get<WebConnection>()!.Begin();

        public void End() => Features.Get<WebConnection>()!.End();

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;
    }
}
