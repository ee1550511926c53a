using ScriptGrid.Engine.Http.Api;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Http.Api;

public sealed class HistoryJsonTests
{
    [Fact]
    public void Of_SlotInWhichNoRunWasSent_HasNoDuration()
    {
        TrailOutcome[] outcomes = [TrailOutcome.None, TrailOutcome.Failed, TrailOutcome.Failed, TrailOutcome.Ok];
        var trail = new TrailReport(DateTimeOffset.UnixEpoch, [.. outcomes.Select(static outcome => (byte)outcome)], [0, 0, 2, 0], []);

        var history = HistoryJson.Of(trail, []);

        Assert.Equal([null, null, (Half)2, (Half)0], history.Durations);
        Assert.Equal([null, "failed", "failed", "ok"], history.Results);
    }
}
