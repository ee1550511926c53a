using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>Rules as Prometheus carries them out.</summary>
public sealed class RelabellingTests : IDisposable
{
    private readonly DiscoveryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{source_labels: [__meta_role], target_label: role}", "h:1{__meta_role=master,a=1,b=2,role=master}")]
    [InlineData("{source_labels: [a, b], target_label: c}", "h:1{__meta_role=master,a=1,b=2,c=1;2}")]
    [InlineData("{source_labels: [a, b], separator: '', regex: (.)(.), target_label: c, replacement: $2-$1}", "h:1{__meta_role=master,a=1,b=2,c=2-1}")]
    [InlineData("{source_labels: [a], target_label: c, replacement: $1x}", "h:1{__meta_role=master,a=1,b=2}")]
    [InlineData("{source_labels: [a], target_label: c, replacement: '$${1}x$$$$'}", "h:1{__meta_role=master,a=1,b=2,c=1x$}")]
    [InlineData("{source_labels: [a], regex: '(?P<n>.)', target_label: c, replacement: $n}", "h:1{__meta_role=master,a=1,b=2,c=1}")]
    [InlineData("{source_labels: [a, b], regex: '(?P<n>.);(.)', target_label: c, replacement: $1-$2-$n}", "h:1{__meta_role=master,a=1,b=2,c=1-2-1}")]
    [InlineData("{source_labels: [a, b], regex: '(.);(?<n>.)', target_label: c, replacement: '$2-$$$${n}'}", "h:1{__meta_role=master,a=1,b=2,c=2-${n}}")]
    [InlineData("{source_labels: [a, b], regex: '([[:digit:]]);([^[:^digit:]])', target_label: c, replacement: $2-$1}", "h:1{__meta_role=master,a=1,b=2,c=2-1}")]
    [InlineData("{source_labels: [__meta_role], regex: '[[:lower:]_]+', action: keep}", "h:1{__meta_role=master,a=1,b=2}")]
    [InlineData("{source_labels: [__meta_role], regex: '[[:^lower:]]+', action: keep}", null)]
    [InlineData("{source_labels: [__meta_role], regex: '[]a-z-[aeiou]+', action: keep}", "h:1{__meta_role=master,a=1,b=2}")]
    [InlineData("{source_labels: [__meta_role], target_label: $1_x}", "h:1{__meta_role=master,a=1,b=2}")]
    [InlineData("{source_labels: [__meta_role], target_label: '$${1}_x', replacement: v}", "h:1{__meta_role=master,a=1,b=2,master_x=v}")]
    [InlineData("{source_labels: [a], regex: 2, target_label: c}", "h:1{__meta_role=master,a=1,b=2}")]
    [InlineData("{source_labels: [none], target_label: a}", "h:1{__meta_role=master,b=2}")]
    [InlineData("{target_label: c, replacement: fixed}", "h:1{__meta_role=master,a=1,b=2,c=fixed}")]
    [InlineData("{source_labels: [__address__], regex: '(.*):.*', target_label: __address__, replacement: '$$1:7'}", "h:7{__meta_role=master,a=1,b=2}")]
    [InlineData("{target_label: __address__, replacement: ''}", null)]
    [InlineData("{source_labels: [__meta_role], regex: master, action: keep}", "h:1{__meta_role=master,a=1,b=2}")]
    [InlineData("{source_labels: [__meta_role], regex: mast, action: keep}", null)]
    [InlineData("{source_labels: [__meta_role], regex: mas|ter, action: keep}", null)]
    [InlineData("{source_labels: [__meta_role], regex: m.*, action: drop}", null)]
    [InlineData("{source_labels: [__meta_role], regex: m, action: drop}", "h:1{__meta_role=master,a=1,b=2}")]
    [InlineData("{source_labels: [none], regex: '', action: drop}", null)]
    [InlineData("{regex: __meta_(.+), action: labelmap}", "h:1{__meta_role=master,a=1,b=2,role=master}")]
    [InlineData("{regex: '[ab]', replacement: x_$0, action: labelmap}", "h:1{__meta_role=master,a=1,b=2,x_a=1,x_b=2}")]
    public void Apply_Rule_DoesWhatPrometheusDoes(string rule, string? expected)
    {
        ScriptGridConfiguration configuration = _folder.Load($"  - file_sd: {{files: [a.json]}}\n    relabel:\n      - {rule}");

        FoundTarget? target = Relabelling.Apply(
            configuration.Groups[0].Relabel, DiscoveryFolder.Found("h:1", ("__meta_role", "master"), ("a", "1"), ("b", "2")));

        Assert.Equal(expected, target is null ? null : target.Address + DiscoveryFolder.Text(target.Labels));
    }

    [Theory]
    [InlineData("[[:digits:]]")]
    [InlineData("(?P<n>a)(?P<n>b)")]
    [InlineData("(?P<n")]
    [InlineData("[a")]
    [InlineData("a(?<=b)")]
    public void Load_RegexThatPrometheusRefuses_IsRefused(string regex)
    {
        using var folder = new ConfigurationFolder();

        string error = Assert.Single(folder.Errors(
            $"scripts: [{{file: a.lua}}]\ntarget_groups: [{{file_sd: {{files: [a.json]}}, relabel: [{{source_labels: [a], regex: '{regex}', action: keep}}]}}]"));

        Assert.EndsWith(" is not a regular expression in the syntax of Prometheus", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_SeveralRules_SeeWhatThoseBeforeThemSet()
    {
        ScriptGridConfiguration configuration = _folder.Load(
            "  - file_sd: {files: [a.json]}\n    relabel:\n" +
            "      - {source_labels: [a], target_label: __tmp}\n" +
            "      - {source_labels: [__tmp], regex: '1', action: keep}\n" +
            "      - {source_labels: [__tmp], target_label: a, replacement: was-$1}");

        FoundTarget?[] targets =
        [
            .. new[] { "1", "2" }.Select(value => Relabelling.Apply(configuration.Groups[0].Relabel, DiscoveryFolder.Found("h", ("a", value)))),
        ];

        Assert.Equal(["{__tmp=1,a=was-1}", null], targets.Select(static target => target is null ? null : DiscoveryFolder.Text(target.Labels)));
    }
}
