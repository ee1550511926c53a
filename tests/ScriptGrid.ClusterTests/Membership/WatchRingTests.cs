using System.Collections.Immutable;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class WatchRingTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(100, 3)]
    public void NeighboursOf_EachSilo_LooksAtAndIsSeenByTheSameNumber(int silos, int neighbours)
    {
        ImmutableArray<SiloAddress> active = Silos.Active(silos);

        SiloAddress[][] watched = [.. active.Select(silo => WatchRing.NeighboursOf(silo, active).ToArray())];

        Assert.All(active.Zip(watched), static pair => Assert.DoesNotContain(pair.First, pair.Second));
        Assert.All(watched, of => Assert.Equal(neighbours, of.Distinct().Count()));
        Assert.All(active, silo => Assert.Equal(neighbours, watched.Count(of => of.Contains(silo))));
    }

    [Fact]
    public void NeighboursOf_NotActive_IsNobody() => Assert.Empty(WatchRing.NeighboursOf(Silos.At(9), Silos.Active(3)));

    [Fact]
    public void WitnessesOf_FiveSilos_AreAllButTheTwoConcerned()
    {
        ImmutableArray<SiloAddress> active = Silos.Active(5);

        Assert.Equal(new[] { active[3], active[4], active[1] }, WatchRing.WitnessesOf(active[2], active[0], active));
    }
}
