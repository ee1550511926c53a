using ScriptGrid.Cluster.Pages;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Pages;

public sealed class PartAssignmentTests
{
    private static readonly Ownership Silos = new(["10.0.0.1:1", "10.0.0.2:1", "10.0.0.3:1"]);

    [Fact]
    public void Assign_EachHeldByItsOwner_GivesEachItsOwn()
    {
        ulong[] targets = Targets(100);
        ulong[][] inventories = [.. Enumerable.Range(0, 3).Select(silo => targets.Where(target => Silos.IndexOf(target) == silo).ToArray())];

        Assert.Equal(inventories, PartAssignment.Assign(inventories, Silos.IndexOf, static _ => true));
    }

    [Fact]
    public void Assign_HeldByOwnerAndOther_GivesItToTheOwner()
    {
        ulong target = Targets(1)[0];
        int owner = Silos.IndexOf(target);

        ulong[][] assigned = PartAssignment.Assign([[target], [target], [target]], Silos.IndexOf, static _ => true);

        Assert.Equal([target], assigned[owner]);
        Assert.Equal(1, assigned.Sum(static targets => targets.Length));
    }

    [Fact]
    public void Assign_OwnerIsSilent_GivesItToASiloThatHasIt()
    {
        ulong target = Targets(50).First(static target => Silos.IndexOf(target) == 0);

        ulong[][] assigned = PartAssignment.Assign([null, [target], [target]], Silos.IndexOf, static _ => true);

        Assert.Equal([[], [target], []], assigned);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Assign_AnyInventories_GivesEachTargetThatSomebodyHasOnceToAHolder(int seed)
    {
        var random = new Random(seed);
        ulong[] targets = Targets(300);
        ulong[]?[] inventories =
        [
            .. Enumerable.Range(0, 3).Select(_ => random.Next(5) == 0 ? null : targets.Where(_ => random.Next(2) == 0).ToArray()),
        ];
        var shard = new Shard(1, 2);

        ulong[][] assigned = PartAssignment.Assign(inventories, Silos.IndexOf, shard.Contains);

        ulong[] all = [.. assigned.SelectMany(static part => part)];
        Assert.Distinct(all);
        Assert.Equal(
            inventories.SelectMany(static inventory => inventory ?? []).Where(shard.Contains).ToHashSet(),
            all.ToHashSet());
        Assert.All(assigned.Index(), part => Assert.All(part.Item, target => Assert.Contains(target, inventories[part.Index]!)));
    }

    private static ulong[] Targets(int count) => [.. Enumerable.Range(0, count).Select(static i => TargetHash.Of($"10.1.0.{i}:6379"))];
}
