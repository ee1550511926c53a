using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class RunHistoryTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(2.5)]
    public void Read_AFailedRun_HasTheDurationThatItHad(double? seconds)
    {
        var history = default(RunHistory);
        history.Failed(FailureReason.Connection, seconds is { } known ? TimeSpan.FromSeconds(known) : null);

        RunHistory read = Copy(history);

        Assert.Equal((ScriptResult.Failed, seconds), (read.LastResult, read.LastDuration?.TotalSeconds));
        Assert.Equal(history.LastDuration, read.LastDuration);
        Assert.Equal(1, read.Errors[(int)FailureReason.Connection]);
    }

    [Fact]
    public void LastDuration_BeforeTheFirstRun_IsNull()
    {
        Assert.Null(default(RunHistory).LastDuration);
        Assert.Null(Copy(default).LastDuration);
    }

    [Fact]
    public void Unfinished_AfterOtherRuns_HasFailedWithTheirCountsAndIsACopy()
    {
        var history = default(RunHistory);
        history.Failed(FailureReason.Script, TimeSpan.FromSeconds(1));
        history.Succeeded(ScriptResult.Values, TimeSpan.FromSeconds(2), TimeSpan.FromDays(1));

        RunHistory unfinished = history.Unfinished(TimeSpan.FromSeconds(3));
        history.Failed(FailureReason.Script, TimeSpan.FromSeconds(4));

        Assert.Equal((ScriptResult.Failed, TimeSpan.FromSeconds(3), TimeSpan.FromDays(1)), (unfinished.LastResult, unfinished.LastDuration, unfinished.LastSuccess));
        Assert.Equal((1, 0), (unfinished.Errors[(int)FailureReason.Script], unfinished.Errors[(int)FailureReason.Timeout]));
    }

    private static RunHistory Copy(RunHistory history)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        history.Write(writer);
        writer.Flush();
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        return RunHistory.Read(reader);
    }
}
