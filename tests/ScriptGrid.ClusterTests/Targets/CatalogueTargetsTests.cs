using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Targets;

public sealed class CatalogueTargetsTests
{
    private static readonly CatalogueTargets Catalogue = new(3, [.. Enumerable.Range(1, 500).Reverse().Select(static port => Spec($"10.0.0.1:{port}"))]);

    [Fact]
    public void Find_EachTarget_IsItInItsPlace()
    {
        for (int i = 0; i < Catalogue.Targets.Length; i++)
        {
            string id = Catalogue.Targets[i].Address.Id;
            Assert.Same(Catalogue.Targets[i], Catalogue.Find(id));
            Assert.Equal(i, Catalogue.OrderOf(id));
            Assert.True(Catalogue.Contains(TargetHash.Of(id)));
            Assert.Equal(TargetHash.Of(id), Catalogue.Hashes[i]);
        }
    }

    [Fact]
    public void Find_AnotherTarget_IsNothing()
    {
        Assert.Null(Catalogue.Find("10.0.0.2:1"));
        Assert.False(Catalogue.Contains(TargetHash.Of("10.0.0.2:1")));
        Assert.Equal(int.MaxValue, Catalogue.OrderOf("10.0.0.2:1"));
        Assert.Null(CatalogueTargets.Empty.Find("10.0.0.1:1"));
    }

    private static TargetSpec Spec(string id) => new() { Address = RedisUri.Parse(id, out _)!.Address, Scripts = [] };
}
