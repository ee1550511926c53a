using ScriptGrid.Cluster.Pages;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.ClusterTests.Pages;

public sealed class StatusPageTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(2.5)]
    public void ToStatus_AFailedRun_HasTheDurationThatItHad(double? seconds)
    {
        TimeSpan? duration = seconds is { } known ? TimeSpan.FromSeconds(known) : null;
        var status = new ScriptStatus("a.lua", ScriptResult.Failed, duration, null, null, new Failure(FailureReason.Connection, "refused"), 1);

        Assert.Equal(status, ScriptEntry.From(status).ToStatus());
    }
}
