using ScriptGrid.Cluster;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests;

public sealed class LoopGuardTests
{
    private readonly ManualTime _time = new();
    private readonly ListLogger _logger = new();
    private readonly LoopGuard _guard;

    public LoopGuardTests() => _guard = new LoopGuard("counting", _time, _logger);

    [Fact]
    public async Task RunAsync_UnexpectedException_IsLoggedAndCostsTheTurnAlone()
    {
        await _guard.RunAsync(static () => throw new InvalidOperationException("boom"), CancellationToken.None);

        Assert.StartsWith("Error: An internal error in counting was caught", Assert.Single(_logger.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_AgainAndAgain_IsLoggedOnceAMinuteWithTheNumberOfOthers()
    {
        for (int i = 0; i < 121; i++)
        {
            await _guard.RunAsync(static () => Task.FromException(new InvalidOperationException("boom")), CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(3, _logger.Lines.Count);
        Assert.Contains("59 more", _logger.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SiloStops_EndsTheLoop()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _guard.RunAsync(() => Task.FromCanceled(stop.Token), stop.Token));

        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task RunAsync_CallCancelledWhileTheSiloRuns_CostsTheTurnAlone()
    {
        await _guard.RunAsync(static () => Task.FromCanceled(new CancellationToken(true)), CancellationToken.None);

        Assert.Single(_logger.Lines);
    }
}
