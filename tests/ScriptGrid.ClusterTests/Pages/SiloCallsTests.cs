using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Cluster.Pages;

namespace ScriptGrid.ClusterTests.Pages;

public sealed class SiloCallsTests
{
    private static readonly SiloAddress Silo = SiloAddress.New(IPAddress.Loopback, 11111, 1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly FakeSiloPages _pages = new();
    private readonly SiloCalls _calls;

    public SiloCallsTests() => _calls = new SiloCalls(_ => _pages, TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task AskAsync_Answers_IsTheAnswer()
    {
        _pages.Inventory.SetResult(new SiloInventory([7]));

        Assert.Equal([7], (await AskAsync(SiloCalls.Limit))!.Targets);
    }

    [Fact]
    public async Task AskAsync_Throws_IsNull()
    {
        _pages.Inventory.SetException(new InvalidOperationException("whatever it was"));

        Assert.Null(await AskAsync(SiloCalls.Limit));
    }

    [Fact]
    public async Task AskAsync_NoTimeLeft_IsNull() => Assert.Null(await AskAsync(TimeSpan.FromSeconds(-1)));

    [Fact]
    public async Task AskAsync_WasSilent_IsGivenAMomentUntilItAnswers()
    {
        Assert.Null(await AskAsync(Moment));
        long start = TimeProvider.System.GetTimestamp();
        Assert.Null(await AskAsync(TimeSpan.FromMinutes(1)));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), SiloCalls.ProbeLimit - Moment, SiloCalls.Limit);

        _pages.Inventory.SetResult(new SiloInventory([]));

        Assert.NotNull(await AskAsync(SiloCalls.Limit));
    }

    [Fact]
    public async Task Forget_SiloHasLeft_IsGivenItsTimeAgain()
    {
        Assert.Null(await AskAsync(Moment));
        _calls.Forget([]);

        long start = TimeProvider.System.GetTimestamp();
        Assert.Null(await AskAsync(TimeSpan.FromMinutes(1)));

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), SiloCalls.Limit - Moment, TimeSpan.FromMinutes(1));
    }

    private Task<SiloInventory?> AskAsync(TimeSpan within) => _calls.AskAsync(Silo, static pages => pages.GetInventoryAsync(), within);
}
