using System.Text.RegularExpressions;
using ScriptGrid.Testing;
using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Contrib.Prometheus;

/// <summary>The recording and alert rules, judged by promtool, and their cases and their page, which tell of each alert.</summary>
public sealed partial class RulesTests
{
    [Fact]
    public async Task Check_Rules_AreAccepted() => Assert.Contains(
        $"SUCCESS: {PrometheusRule.All.Count} rules found",
        await Promtool.RunAsync("check", "rules", "--lint=all", "--lint-fatal", Path.Combine(PrometheusRule.Folder, "scriptgrid.rules.yml")),
        StringComparison.Ordinal);

    [Fact]
    public async Task Cases_OfTheRules_Hold() => Assert.Contains(
        "SUCCESS", await Promtool.RunAsync("test", "rules", Path.Combine(PrometheusRule.Folder, "scriptgrid.test.yml")), StringComparison.Ordinal);

    [Fact]
    public void Cases_OfEachAlert_AreOneThatIsQuietAndOneThatFires()
    {
        YamlNode[] cases = [.. PrometheusRule.Document("scriptgrid.test.yml")["tests"].Sequence().SelectMany(static test => test["alert_rule_test"].Sequence())];

        Assert.Equal(PrometheusRule.Alerts.Select(static alert => alert.Name), Names(fires: false));
        Assert.Equal(PrometheusRule.Alerts.Select(static alert => alert.Name), Names(fires: true));

        IEnumerable<string?> Names(bool fires) => cases.Where(one => one.Has("exp_alerts") == fires).Select(static one => (string?)one["alertname"]);
    }

    [Fact]
    public async Task Page_Alerts_AreThoseOfTheRules()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "operations.md"));

        Assert.Equal(
            PrometheusRule.Alerts.Select(static alert => (alert.Name, alert.Severity!)),
            Row().Matches(page).Select(static row => (row.Groups[1].Value, row.Groups[2].Value)));
    }

    /// <summary>A row of the table of alerts: its name, its severity, what it means, what to do.</summary>
    [GeneratedRegex(@"^\| `((?:Redis|ScriptGrid)\w+)` \| (\w+) \| \S.* \| \S.* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
