using ScriptGrid.Cluster.Pages;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Pages;

public sealed class StatusMergeTests
{
    private static readonly Ownership Silos = new(["10.0.0.1:1", "10.0.0.2:1"]);

    [Fact]
    public void Merge_SeveralPages_IsInOrderAndNoLongerThanAsked()
    {
        (IReadOnlyList<StatusEntry> targets, bool isLast) =
            StatusMerge.Merge([Page("10.0.0.1:1", false, "a", "d"), Page("10.0.0.2:1", true, "b", "c")], 2, Silos);

        Assert.Equal(["a", "b"], targets.Select(static target => target.Target));
        Assert.False(isLast);
    }

    [Fact]
    public void Merge_AllPagesAreLast_IsLastWhereAllFit()
    {
        StatusPage[] pages = [Page("10.0.0.1:1", true, "a"), Page("10.0.0.2:1", true, "b")];

        Assert.True(StatusMerge.Merge(pages, 2, Silos).IsLast);
        Assert.False(StatusMerge.Merge(pages, 1, Silos).IsLast);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void Merge_TwoTellOfOne_BelievesTheOwner(string target)
    {
        (IReadOnlyList<StatusEntry> targets, _) =
            StatusMerge.Merge([Page("10.0.0.1:1", true, target), Page("10.0.0.2:1", true, target)], 2, Silos);

        Assert.Equal(Silos.OwnerOf(target), Assert.Single(targets).Owner);
    }

    private static StatusPage Page(string owner, bool isLast, params string[] targets) =>
        new([.. targets.Select(target => new StatusEntry(target, [], 1, owner, []))], isLast);
}
