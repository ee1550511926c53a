using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.ClusterTests.Targets;

[Collection(FleetCollection.Name)]
public sealed class OwnedTargetTests(FleetFixture fleet)
{
    [Fact]
    public async Task Ensure_UnknownTarget_IsHeldByNobody()
    {
        Assert.Null(await Target(0, "127.0.0.1:1").EnsureAsync(0));

        Assert.DoesNotContain(
            Enumerable.Range(0, 3), silo => fleet.Service<HeldTargets>(silo).Holdings.Any(static holding => holding.Target == "127.0.0.1:1"));
    }

    [Fact]
    public async Task Ensure_FromEachSilo_IsHeldByTheOwner()
    {
        string target = fleet.Service<HeldTargets>(0).Catalogue.Targets[0].Address.Id;
        Assert.True(fleet.Service<ClusterView>(0).Current.TryGetOwner(target, out SiloAddress? owner));

        for (int silo = 0; silo < 3; silo++)
        {
            Assert.Equal(owner, await Target(silo, target).EnsureAsync(0));
            Assert.Equal(owner.Equals(fleet.Service<ClusterView>(silo).Self), fleet.Service<HeldTargets>(silo).IsDriven(target));
        }
    }

    private IOwnedTarget Target(int silo, string id) => fleet.Service<IGrainFactory>(silo).GetGrain<IOwnedTarget>(id);
}
