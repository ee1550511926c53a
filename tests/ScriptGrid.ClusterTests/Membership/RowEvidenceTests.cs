using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class RowEvidenceTests
{
    private readonly RowEvidence _evidence = new();

    [Fact]
    public void Add_Dead_EndsAtOnce() => Assert.True(_evidence.Add(RowState.Dead));

    [Fact]
    public void Add_MissingTwice_Ends()
    {
        Assert.False(_evidence.Add(RowState.Missing));
        Assert.True(_evidence.Add(RowState.Missing));
    }

    [Fact]
    public void Add_PresentBetween_DoesNotEnd()
    {
        _evidence.Add(RowState.Missing);
        _evidence.Add(RowState.Present);

        Assert.False(_evidence.Add(RowState.Missing));
    }

    [Fact]
    public void Add_UnknownBetween_ProvesNothingEitherWay()
    {
        _evidence.Add(RowState.Missing);
        Assert.False(_evidence.Add(RowState.Unknown));

        Assert.True(_evidence.Add(RowState.Missing));
    }
}
