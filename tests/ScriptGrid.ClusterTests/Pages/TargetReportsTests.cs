using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.ClusterTests.Membership;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Pages;

/// <summary>Questions about a target that no silo has at the moment, or whose silo is late.</summary>
public sealed class TargetReportsTests
{
    private static readonly ReportPart Known = new(new StatusEntry("a:1", [], 1, null, []), "7.2.4", []);

    private readonly FollowedMembership _membership = new();
    private readonly FakeSiloPages _pages = new();
    private int _asked;

    [Fact]
    public async Task ReportAsync_TargetIsOnItsWay_WaitsForItsNextSilo()
    {
        _pages.Report = _ => Task.FromResult(++_asked < 3 ? ReportPart.None : Known);

        Assert.Equal("7.2.4", (await ReportAsync()).Report?.Version);
        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task ReportAsync_SiloFailsOnce_IsAskedAgain()
    {
        _pages.Report = _ => ++_asked < 2 ? throw new TimeoutException("late") : Task.FromResult(Known);

        Assert.Equal("7.2.4", (await ReportAsync()).Report?.Version);
    }

    [Fact]
    public async Task ReportAsync_NobodyHasIt_SaysSo()
    {
        _pages.Report = static _ => Task.FromResult(ReportPart.None);

        Assert.Equal(TargetAnswer.Unavailable("no silo that answers holds a:1 now"), await ReportAsync());
    }

    [Fact]
    public async Task ReportAsync_SiloStaysSilent_IsNamed()
    {
        _pages.Report = static _ => throw new TimeoutException("late");

        Assert.Equal(TargetAnswer.Unavailable("no silo that answers holds a:1 now; no answer from 127.0.0.1:1"), await ReportAsync());
    }

    private async Task<TargetAnswer> ReportAsync()
    {
        using var view = new ClusterView(_membership, _membership, TimeProvider.System, NullLogger<ClusterView>.Instance);
        _membership.Show(FollowedMembership.Silo(1));
        await view.StartAsync(CancellationToken.None);
        await Repeat.UntilAsync(() => Task.FromResult(view.Current.Silos.Length), static silos => silos == 1);

        var calls = new SiloCalls(_ => _pages, TimeProvider.System, NullLogger.Instance);
        TargetAnswer answer = await new FleetTargets(view, calls, static () => CatalogueTargets.Empty, TimeProvider.System).ReportAsync("a:1", CancellationToken.None);
        await view.StopAsync(CancellationToken.None);
        return answer;
    }
}
