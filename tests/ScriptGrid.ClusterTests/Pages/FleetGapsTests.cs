using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.ClusterTests.Membership;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Pages;

/// <summary>Questions about the whole fleet, while one of two silos does not answer.</summary>
public sealed class FleetGapsTests : IAsyncLifetime
{
    private static readonly CatalogueTargets Catalogue = new(
        1, [.. Enumerable.Range(0, 20).Select(static i => new TargetSpec { Address = TargetAddress.Tcp($"10.0.0.{i}", 6379, 0), Scripts = [] })]);

    private readonly FollowedMembership _membership = new();
    private readonly ClusterView _view;
    private readonly FleetGaps _gaps = new();
    private bool _isSilent = true;

    public FleetGapsTests() => _view = new ClusterView(_membership, _membership, TimeProvider.System, NullLogger<ClusterView>.Instance);

    private FleetTargets Fleet => new(
        _view,
        new SiloCalls(silo => new FakeSiloPages { HasNone = !_isSilent || !silo.Equals(FollowedMembership.Silo(2)) }, TimeProvider.System, NullLogger.Instance),
        static () => Catalogue,
        TimeProvider.System);

    private int OwnedBySilent => Catalogue.Targets.Count(target => _view.Current.Ownership.OwnerOf(target.Address.Id) == "127.0.0.1:2");

    public async Task InitializeAsync()
    {
        _membership.Show(FollowedMembership.Silo(1), FollowedMembership.Silo(2));
        await _view.StartAsync(CancellationToken.None);
        await Repeat.UntilAsync(() => Task.FromResult(_view.Current.Silos.Length), static silos => silos == 2);
    }

    public async Task DisposeAsync()
    {
        await _view.StopAsync(CancellationToken.None);
        _view.Dispose();
    }

    [Fact]
    public async Task ListAsync_SiloIsSilent_TellsHowManyTargetsAreMissing()
    {
        Assert.Empty(await Fleet.ListAsync(_gaps, CancellationToken.None).ToArrayAsync());

        AssertSilent();
    }

    [Fact]
    public async Task IndexAsync_SiloIsSilent_TellsHowManyTargetsAreMissing()
    {
        TargetIndex index = await Fleet.IndexAsync(new TargetQuery(new TargetFilter { Owner = "127.0.0.1:2" }), _gaps);

        Assert.Empty(index.Matches);
        AssertSilent();
    }

    [Fact]
    public async Task DescribeAsync_SiloIsSilent_TellsHowManyTargetsAreMissing()
    {
        Assert.Empty(await Fleet.DescribeAsync(["10.0.0.1:6379"], _gaps, CancellationToken.None).ToArrayAsync());

        AssertSilent();
    }

    [Fact]
    public async Task TallyScriptsAsync_SiloIsSilent_TellsHowManyTargetsAreMissing()
    {
        Assert.Empty(await Fleet.TallyScriptsAsync(null, _gaps));

        AssertSilent();
    }

    [Fact]
    public async Task IndexAsync_AllAnswer_LacksNothing()
    {
        _isSilent = false;

        await Fleet.IndexAsync(new TargetQuery(TargetFilter.All), _gaps);
        await Fleet.TallyScriptsAsync(null, _gaps);

        Assert.Null(_gaps.Sum());
    }

    private void AssertSilent()
    {
        FleetGap gap = _gaps.Sum()!;
        Assert.InRange(gap.Targets, 1, 19);
        Assert.Equal(OwnedBySilent, gap.Targets);
        Assert.Equal("127.0.0.1:2", Assert.Single(gap.Silos));
    }
}
