using System.Net;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class SiloViewTests
{
    private static readonly SiloAddress One = Silo(1);
    private static readonly SiloAddress Two = Silo(2);
    private static readonly SiloAddress Three = Silo(3);
    private static readonly string[] Targets = [.. Enumerable.Range(0, 300).Select(static i => $"10.0.0.1:{i}")];

    [Fact]
    public void Holders_SiloThatIsShuttingDown_IsAmongThemAndOwnsNothing()
    {
        var view = new SiloView(Silos.At(1), [Silos.At(1), Silos.At(2)], [Silos.At(3)]);

        Assert.Equal(view.Silos.Append(Silos.At(3)), view.Holders.AsEnumerable());
        Assert.DoesNotContain(Silos.At(3), view.Silos);
    }

    [Fact]
    public void IsMine_EachTarget_IsThatOfOneSilo()
    {
        SiloView[] views = [new(One, [One, Two, Three]), new(Two, [Three, Two, One]), new(Three, [Two, One, Three])];

        Assert.All(Targets, target => Assert.Single(views, view => view.IsMine(Hash(target))));
        Assert.All(Targets, target => Assert.True(views[0].TryGetOwner(target, out SiloAddress? owner) && views[Array.IndexOf([One, Two, Three], owner)].IsMine(Hash(target))));
    }

    [Fact]
    public void IsMine_SiloIsNotActive_IsNothing() => Assert.DoesNotContain(Targets, target => new SiloView(One, [Two, Three]).IsMine(Hash(target)));

    [Fact]
    public void TryGetOwner_NoSilo_IsFalse() => Assert.False(new SiloView(One, []).TryGetOwner(Targets[0], out _));

    [Fact]
    public void Silos_TwoGenerations_IsTheNewer()
    {
        SiloAddress newer = Silo(1, generation: 2);

        Assert.Equal(newer, Assert.Single(new SiloView(newer, [newer, One]).Silos));
    }

    [Fact]
    public void IsWithLeaving_TargetsOfTheSiloThatEnds_AndNoOthers()
    {
        var before = new SiloView(One, [One, Two, Three]);
        var view = new SiloView(One, [One, Two], [Three]);

        Assert.All(Targets, target => Assert.Equal(before.TryGetOwner(target, out SiloAddress? owner) && owner.Equals(Three), view.IsWithLeaving(Hash(target))));
    }

    [Fact]
    public void IsWithLeaving_AnotherIsLostMeanwhile_IsNotWhatThatOneHad()
    {
        SiloAddress four = Silo(4);
        var before = new SiloView(One, [One, Two, Three, four]);
        var leaving = new SiloView(One, [One, Two, four], [Three], before);

        var view = new SiloView(One, [One, Two], [Three], leaving);

        Assert.All(Targets, target => Assert.Equal(before.TryGetOwner(target, out SiloAddress? owner) && owner.Equals(Three), view.IsWithLeaving(Hash(target))));
    }

    [Fact]
    public void IsWithLeaving_NobodyEnds_IsNone() => Assert.DoesNotContain(Targets, target => new SiloView(One, [One, Two]).IsWithLeaving(Hash(target)));

    [Fact]
    public void IsWithLeaving_SiloIsBackUnderItsName_IsNone()
    {
        var view = new SiloView(One, [One, Silo(3, generation: 2)], [Three]);

        Assert.Empty(view.Leaving);
        Assert.DoesNotContain(Targets, target => view.IsWithLeaving(Hash(target)));
    }

    [Fact]
    public void IsSameAs_OtherLeaving_IsNot()
    {
        Assert.True(new SiloView(One, [One, Two], [Three]).IsSameAs(new SiloView(One, [Two, One], [Three])));
        Assert.False(new SiloView(One, [One, Two], [Three]).IsSameAs(new SiloView(One, [One, Two])));
        Assert.False(new SiloView(One, [One, Two]).IsSameAs(new SiloView(One, [One, Silo(2, generation: 2)])));
    }

    private static ulong Hash(string target) => TargetHash.Of(target);

    private static SiloAddress Silo(byte number, int generation = 1) => SiloAddress.New(new IPAddress([10, 0, 0, number]), 11111, generation);
}
