using System.Net;
using Microsoft.Extensions.Time.Testing;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Pages;

public sealed class SiloCallsTests
{
    private static readonly SiloAddress Silo = SiloAddress.New(IPAddress.Loopback, 11111, 1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TestLimit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeSiloPages _pages = new();
    private readonly ListLogger _log = new();
    private readonly SiloCalls _calls;
    private int _asked;

    public SiloCallsTests() => _calls = new SiloCalls(Ask, _time, _log);

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

        Assert.Null(await AskAsync(Moment));
        Assert.Equal(["Warning: 127.0.0.1:11111 does not answer, and its part is missing from pages: whatever it was"], _log.Lines);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task AskAsync_NoTimeLeft_AsksNobody(int seconds)
    {
        Assert.Null(await AskAsync(TimeSpan.FromSeconds(seconds)));

        Assert.Equal(0, _asked);
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task AskAsync_WasSilent_IsGivenAMomentUntilItAnswers()
    {
        await AskInVainAsync(SiloCalls.Limit, SiloCalls.Limit);
        await AskInVainAsync(Long, SiloCalls.ProbeLimit);

        _pages.Inventory.SetResult(new SiloInventory([]));

        Assert.NotNull(await AskAsync(SiloCalls.Limit));
    }

    [Fact]
    public async Task AskAsync_CallerCannotWait_SaysNothingOfTheSilo()
    {
        await AskInVainAsync(Moment, Moment);
        await AskInVainAsync(Long, SiloCalls.Limit);

        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task AskAsync_AnswersAfterTheCallersTimeAndWithinItsOwn_LogsNothing()
    {
        await AskInVainAsync(Moment, Moment);

        _pages.Inventory.SetResult(new SiloInventory([]));
        Assert.NotNull(await AskAsync(SiloCalls.Limit));
        _time.Advance(Long);

        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task AskAsync_NoAnswerWithinItsOwnLimit_IsSilentEvenIfNobodyWaitedForIt()
    {
        await AskInVainAsync(Moment, Moment);

        _time.Advance(SiloCalls.Limit - Moment);

        await WaitForAsync(() => _log.Entries.Count > 0);
        Assert.Equal([4016], Events());
        await AskInVainAsync(Long, SiloCalls.ProbeLimit);
    }

    [Fact]
    public async Task AskAsync_SilentAndBackAgainAndAgain_IsToldOnceAMinute()
    {
        await FailAsync();
        await AnswerAsync();
        await FailAsync();
        await AnswerAsync();
        await FailAsync();
        Assert.Equal([4016, 4017], Events());

        _time.Advance(TimeSpan.FromMinutes(1));
        await FailAsync();
        await FailAsync();
        await AnswerAsync();

        Assert.Equal([4016, 4017, 4016, 4017], Events());
    }

    [Fact]
    public async Task Forget_SiloHasLeft_IsGivenItsTimeAgain()
    {
        await AskInVainAsync(SiloCalls.Limit, SiloCalls.Limit);
        _calls.Forget([]);

        await AskInVainAsync(Long, SiloCalls.Limit);
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var expired = new CancellationTokenSource(TestLimit);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), expired.Token);
        }
    }

    private FakeSiloPages Ask(SiloAddress silo)
    {
        _asked++;
        return _pages;
    }

    private IEnumerable<int> Events() => _log.Entries.Select(static entry => entry.Event.Id);

    private async Task FailAsync() =>
        Assert.Null(await _calls.AskAsync(Silo, static _ => Task.FromException<SiloInventory>(new InvalidOperationException("no")), SiloCalls.Limit));

    private async Task AnswerAsync() =>
        Assert.NotNull(await _calls.AskAsync(Silo, static _ => Task.FromResult(new SiloInventory([])), SiloCalls.Limit));

    /// <summary>Asks a silo that does not answer. The caller gives up after the given time, and no earlier.</summary>
    private async Task AskInVainAsync(TimeSpan within, TimeSpan after)
    {
        Task<SiloInventory?> answer = AskAsync(within);
        _time.Advance(after - TimeSpan.FromMilliseconds(1));
        await Task.Yield();
        Assert.False(answer.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await answer.WaitAsync(TestLimit));
    }

    private Task<SiloInventory?> AskAsync(TimeSpan within) => _calls.AskAsync(Silo, static pages => pages.GetInventoryAsync(), within);
}
