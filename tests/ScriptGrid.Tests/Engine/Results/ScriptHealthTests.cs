using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

/// <summary>Which of a script's failures the log hears of; <c>target:</c> marks a fault of the whole target.</summary>
public sealed class ScriptHealthTests
{
    [Theory]
    [InlineData("ok ok", "")]
    [InlineData("script script script ok ok", "script works")]
    [InlineData("script reply script reply ok script", "script reply works script")]
    [InlineData("target:connection target:connection ok", "")]
    [InlineData("script target:connection script ok", "script works")]
    [InlineData("target:timeout timeout ok", "timeout works")]
    public void After_Runs_TellsEachReasonOnceAndTheRecovery(string runs, string told)
    {
        OutageReport report = default;
        var lines = new List<string>();
        foreach (string run in runs.Split(' '))
        {
            bool isTargets = run.StartsWith("target:", StringComparison.Ordinal);
            string reason = isTargets ? run["target:".Length..] : run;
            Failure? failure = reason == "ok" ? null : new Failure(Enum.Parse<FailureReason>(reason, ignoreCase: true), "");
            (report, ScriptNews news) = ScriptHealth.After(report, failure, isTargets);
            lines.AddRange(news switch { ScriptNews.Failed => [reason], ScriptNews.Recovered => ["works"], _ => Array.Empty<string>() });
        }

        Assert.Equal(told, string.Join(' ', lines));
    }
}
