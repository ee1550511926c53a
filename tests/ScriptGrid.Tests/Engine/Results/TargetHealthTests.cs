using System.Globalization;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

/// <summary>What the state machine of a target makes of evidence: the state after each piece, and what the log hears.</summary>
public sealed class TargetHealthTests
{
    [Theory]
    [InlineData("answered", "Up", "")]
    [InlineData("connection", "Down", "down:connection")]
    [InlineData("answered connection connection connection", "Up Down Down Down", "down:connection")]
    [InlineData("answered connection answered", "Up Down Up", "down:connection up")]
    [InlineData("connection answered connection answered", "Down Up Down Up", "down:connection up down:connection up")]
    [InlineData("connection timeout connection timeout", "Down Down Down Down", "down:connection down:timeout")]
    [InlineData("connection loading answered", "Down Up Up", "down:connection refused:loading over")]
    [InlineData("answered busy busy answered", "Up Up Up Up", "refused:busy over")]
    [InlineData("busy timeout busy timeout answered", "Up Down Up Down Up", "refused:busy down:timeout up")]
    [InlineData("answered late answered", "Up Down Up", "")]
    [InlineData("answered late timeout late timeout answered", "Up Down Down Down Down Up", "down:timeout up")]
    [InlineData("answered late busy late busy answered", "Up Down Up Down Up Up", "refused:busy over")]
    [InlineData("late connection answered", "Down Down Up", "down:connection up")]
    public void After_Evidence_GivesTheStateAtOnceAndTellsEachReasonOnce(string evidence, string states, string told)
    {
        TargetHealth health = default;
        var seen = new List<TargetState>();
        var lines = new List<string>();
        foreach (string piece in evidence.Split(' '))
        {
            FailureReason reason = Enum.TryParse(piece, ignoreCase: true, out FailureReason known) ? known : default;
            (health, HealthNews news) = health.After(Kind(piece), reason);
            seen.Add(health.State);
            lines.AddRange(Words(news, piece));
        }

        Assert.Equal(states, string.Join(' ', seen));
        Assert.Equal(told, string.Join(' ', lines));
    }

    [Theory]
    [InlineData(null, false, false, "Answered")]
    [InlineData("Script", false, false, "Answered")]
    [InlineData("ReadOnly", false, false, "Answered")]
    [InlineData("Limit", true, false, "Answered")]
    [InlineData("Limit", true, true, "Silent")]
    [InlineData("Busy", false, true, "Refused")]
    [InlineData("Busy", true, true, "Refused")]
    [InlineData("Loading", true, true, "Refused")]
    [InlineData("Connection", true, false, "Silent")]
    [InlineData("Auth", true, true, "Silent")]
    [InlineData("Protocol", true, false, "Silent")]
    [InlineData("Timeout", false, true, "Silent")]
    [InlineData("Dns", true, true, "Silent")]
    [InlineData("Dns", false, true, "Silent")]
    public void EvidenceOf_Failure_TellsWhetherTheTargetAnswered(string? reason, bool isLost, bool isTargets, string expected)
    {
        Failure? failure = reason is null ? null : new Failure(Enum.Parse<FailureReason>(reason), "")
        {
            IsConnectionLost = isLost,
            IsTargetFault = isTargets,
        };

        Assert.Equal(expected, TargetHealth.EvidenceOf(failure).ToString());
    }

    private static Evidence Kind(string piece) => piece switch
    {
        "answered" => Evidence.Answered,
        "late" => Evidence.Late,
        "busy" or "loading" => Evidence.Refused,
        _ => Evidence.Silent,
    };

    private static IEnumerable<string> Words(HealthNews news, string piece) => news switch
    {
        HealthNews.None => [],
        HealthNews.Down or HealthNews.Refused => [$"{news.ToString().ToLower(CultureInfo.InvariantCulture)}:{piece}"],
        HealthNews.Up => ["up"],
        _ => ["over"],
    };
}
