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
        SiloInventory[] inventories = [.. Enumerable.Range(0, 3).Select(silo => Holding([.. targets.Where(target => Silos.IndexOf(target) == silo)]))];

        Assert.Equal(inventories.Select(static inventory => inventory.Targets), PartAssignment.Assign(inventories, Silos.IndexOf, static _ => true));
    }

    [Fact]
    public void Assign_HeldByOwnerAndOther_GivesItToTheOwner()
    {
        ulong target = Targets(1)[0];
        int owner = Silos.IndexOf(target);

        ulong[][] assigned = PartAssignment.Assign([Holding(target), Holding(target), Holding(target)], Silos.IndexOf, static _ => true);

        Assert.Equal([target], assigned[owner]);
        Assert.Equal(1, assigned.Sum(static targets => targets.Length));
    }

    [Fact]
    public void Assign_OwnerIsSilent_GivesItToASiloThatHasIt()
    {
        ulong target = Targets(50).First(static target => Silos.IndexOf(target) == 0);

        ulong[][] assigned = PartAssignment.Assign([null, Holding(target), Holding(target)], Silos.IndexOf, static _ => true);

        Assert.Equal([[], [target], []], assigned);
    }

    [Fact]
    public void Assign_OwnerHasADepartedCopy_GivesItToTheSiloThatHoldsIt()
    {
        ulong target = Targets(50).First(static target => Silos.IndexOf(target) == 0);

        ulong[][] assigned = PartAssignment.Assign([new([target], 1), Holding(target), null], Silos.IndexOf, static _ => true);

        Assert.Equal([[], [target], []], assigned);
    }

    [Fact]
    public void Assign_OthersHaveOnlyCopies_GivesItToTheOwner()
    {
        ulong target = Targets(50).First(static target => Silos.IndexOf(target) == 1);

        ulong[][] assigned = PartAssignment.Assign([new([target], 1), new([target], 1), null], Silos.IndexOf, static _ => true);

        Assert.Equal([[], [target], []], assigned);
    }

    [Fact]
    public void Assign_OwnerHoldsItAndOtherHasACopy_GivesItToTheOwner()
    {
        ulong target = Targets(50).First(static target => Silos.IndexOf(target) == 1);

        ulong[][] assigned = PartAssignment.Assign([new([target], 1), Holding(target), new([target], 1)], Silos.IndexOf, static _ => true);

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
        SiloInventory?[] inventories =
        [
            .. Enumerable.Range(0, 3).Select(_ => random.Next(5) == 0 ? null : new SiloInventory([.. targets.Where(_ => random.Next(2) == 0)], random.Next(100))),
        ];
        var shard = new Shard(1, 2);

        ulong[][] assigned = PartAssignment.Assign(inventories, Silos.IndexOf, shard.Contains);

        ulong[] all = [.. assigned.SelectMany(static part => part)];
        Assert.Distinct(all);
        Assert.Equal(
            inventories.SelectMany(static inventory => inventory?.Targets ?? []).Where(shard.Contains).ToHashSet(),
            all.ToHashSet());
        Assert.All(assigned.Index(), part => Assert.All(part.Item, target => Assert.Contains(target, inventories[part.Index]!.Targets)));
    }

    private static SiloInventory Holding(params ulong[] targets) => new(targets);

    private static ulong[] Targets(int count) => [.. Enumerable.Range(0, count).Select(static i => TargetHash.Of($"10.1.0.{i}:6379"))];
}
