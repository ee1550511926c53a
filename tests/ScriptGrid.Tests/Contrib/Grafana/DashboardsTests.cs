using System.Text.RegularExpressions;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Contrib.Prometheus;

namespace ScriptGrid.Tests.Contrib.Grafana;

/// <summary>
/// The files of <c>contrib/grafana</c> are <see cref="Dashboards.All"/>, and what they ask of Prometheus is there. With SCRIPTGRID_WRITE_DASHBOARDS=1 they are written anew.
/// </summary>
public sealed partial class DashboardsTests(GrafanaServers servers) : IClassFixture<GrafanaServers>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "contrib", "grafana");

    private static IEnumerable<Query> Queries =>
        Dashboards.All.SelectMany(static dashboard => dashboard.Panels).Where(static panel => panel.Kind != PanelKind.Alerts).SelectMany(static panel => panel.Queries).Distinct();

    [Fact]
    public async Task Files_OfTheFolder_AreTheDashboards()
    {
        if (Environment.GetEnvironmentVariable("SCRIPTGRID_WRITE_DASHBOARDS") == "1")
        {
            await Task.WhenAll(Dashboards.All.Select(static dashboard => File.WriteAllTextAsync(Checkout.PathOf($"contrib/grafana/{FileOf(dashboard)}"), DashboardJson.Render(dashboard))));
            return;
        }

        Assert.Equal(
            Dashboards.All.Select(FileOf).Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder, "*.json").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (Dashboard dashboard in Dashboards.All)
        {
            Assert.Equal(DashboardJson.Render(dashboard), await File.ReadAllTextAsync(Path.Combine(Folder, FileOf(dashboard))));
        }
    }

    [Fact]
    public void Links_OfPanels_LeadToADashboardWithThatVariable() => Assert.All(
        Dashboards.All.SelectMany(static dashboard => dashboard.Panels).Select(static panel => panel.Link).OfType<(string Dashboard, string Label)>(),
        static link => Assert.Contains(Dashboards.All.Single(dashboard => dashboard.Name == link.Dashboard).Variables, variable => variable.Name == link.Label));

    [Fact]
    public void Queries_OfRecordedSeries_TakeWhatTheRulesRecord()
    {
        string[] recorded = [.. PrometheusRule.All.Select(static rule => rule.Name)];
        string[] taken = [.. Queries.SelectMany(static query => Selectors(query.Expression)).Select(static selector => selector.Metric).Where(static metric => metric.Contains(':', StringComparison.Ordinal))];

        Assert.NotEmpty(taken);
        Assert.Subset(recorded.ToHashSet(), taken.ToHashSet());
    }

    /// <summary>A line that only ever rises tells nothing.</summary>
    [Fact]
    public void Queries_OfCounters_AskHowFastTheyGrow()
    {
        (string Expression, int At)[] counters =
        [
            .. Queries.SelectMany(static query => Selector().Matches(query.Expression)
                .Where(static selector => selector.Groups[1].Value.EndsWith("_total", StringComparison.Ordinal))
                .Select(selector => (query.Expression, selector.Index))),
        ];

        Assert.NotEmpty(counters);
        Assert.All(counters, static counter => Assert.Matches(@"\b(rate|irate|increase|changes)\($", counter.Expression[..counter.At]));
    }

    /// <summary>Each metric with each label that is asked of it, on pages that a real Prometheus scraped.</summary>
    [Fact]
    public async Task Selectors_OfQueriesAndVariables_AreOnThePages()
    {
        IEnumerable<(string Metric, string[] Labels)> asked = Queries.SelectMany(static query => Selectors(query.Expression))
            .Concat(Dashboards.All.SelectMany(static dashboard => dashboard.Variables).SelectMany(static variable => Selectors($"{Selected(variable)}")));
        string[] questions = [.. asked.Select(static one => $"{one.Metric}{{{string.Join(',', one.Labels.Select(static label => $"{label}!=\"\""))}}}").Distinct()];

        Assert.NotEmpty(questions);
        Assert.Empty(await UnansweredAsync(questions.Select(static question => (question, Array.Empty<string>()))));
    }

    /// <summary>Each query is answered, and its series have the labels that its legend names.</summary>
    [Fact]
    public async Task Queries_OfPanels_GiveSeriesWithTheLabelsOfTheirLegends()
    {
        foreach (Query query in Queries.Where(static query => query.IsOftenEmpty))
        {
            await servers.Prometheus.QueryAsync(Chosen(query.Expression));
        }

        Assert.Empty(await UnansweredAsync(Queries.Where(static query => !query.IsOftenEmpty).Select(static query =>
            (Chosen(query.Expression), Placeholder().Matches(query.Legend).Select(static label => label.Groups[1].Value).ToArray()))));
    }

    /// <summary>Asks until each question has a series with its labels; those that never had one.</summary>
    private async Task<IReadOnlyList<string>> UnansweredAsync(IEnumerable<(string Question, string[] Labels)> questions)
    {
        using var expired = new CancellationTokenSource(Limit);
        List<(string Question, string[] Labels)> open = [.. questions];
        while (true)
        {
            var rest = new List<(string Question, string[] Labels)>();
            foreach ((string question, string[] labels) in open)
            {
                IReadOnlyList<PrometheusSample> samples = await servers.Prometheus.QueryAsync(question);
                if (!samples.Any(sample => labels.All(sample.Labels.ContainsKey)))
                {
                    rest.Add((question, labels));
                }
            }

            open = rest;
            if (open.Count == 0 || expired.IsCancellationRequested)
            {
                return [.. open.Select(static one => $"{one.Question} by {string.Join(", ", one.Labels)}")];
            }

            await Task.Delay(Pause);
        }
    }

    private static string FileOf(Dashboard dashboard) => $"{dashboard.Name}.json";

    /// <summary>The variable's series, with the label whose values are its choices.</summary>
    private static string Selected(Variable variable) => variable.Selector.EndsWith('}')
        ? $"{variable.Selector[..^1]}, {variable.Name}=~\".+\"}}"
        : $"{variable.Selector}{{{variable.Name}=~\".+\"}}";

    /// <summary>The query as Grafana sends it with all that can be chosen, over ten seconds.</summary>
    private static string Chosen(string expression) => Choice().Replace(expression.Replace("$__rate_interval", "10s", StringComparison.Ordinal), ".+");

    private static IEnumerable<(string Metric, string[] Labels)> Selectors(string expression) => Selector().Matches(expression)
        .Select(static match => (match.Groups[1].Value, Matcher().Matches(match.Groups[2].Value).Select(static matcher => matcher.Groups[1].Value).ToArray()));

    [GeneratedRegex(@"([a-z_][a-z0-9_:]*)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)=~?""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();

    /// <summary>A variable of the dashboard's, where a matcher takes it.</summary>
    [GeneratedRegex(@"(?<==~"")\$\w+(?="")")]
    private static partial Regex Choice();
}
