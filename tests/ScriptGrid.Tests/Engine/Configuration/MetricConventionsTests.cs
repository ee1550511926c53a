using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>The conventions of metric names, beside promtool's own judgement of them.</summary>
public sealed class MetricConventionsTests
{
    public static TheoryData<string> Declarations =>
    [
        "gauge mail_queue_length{queue} H.", "counter mail_sent_total H.", "histogram mail_age_seconds H.", "summary mail_size_bytes H.",
        "info mail_worker_info{version} H.", "gauge mail_queue_length", "counter mail_sent H.", "gauge mail_total H.", "gauge mail_count H.",
        "counter mail_sum H.", "gauge mail_bucket H.", "gauge mail:length H.", "gauge mailLength H.", "gauge mail_length{queueName} H.",
        "gauge mail_gauge H.", "gauge mail_counter_age_seconds H.", "gauge mail_ms H.", "gauge mail_mb_used H.", "gauge mail_milliseconds H.",
        "gauge mail_kilobytes H.", "counter mail_kibibytes_total H.", "gauge mail_days_left H.", "gauge mail_bits H.", "gauge mail_megabits H.",
        "gauge mail_fahrenheit H.", "gauge mail_ratio H.", "gauge mail_percent H.", "gauge mail_tonnes H.", "gauge mail_info H.",
        "gauge mail_depth{le} H.", "gauge mail_depth{quantile} H.", "gauge mail_kelvin H.", "gauge mail_miles H.", "gauge mail_volts H.",
    ];

    [Theory]
    [MemberData(nameof(Declarations))]
    public async Task Breaches_OfADeclaration_AreThereWherePromtoolFindsAny(string text)
    {
        MetricDeclaration metric = MetricDeclarationText.Parse(text, out _)!;
        var page = new ExpositionBuffer();
        page.AppendHeader(new MetricFamily(metric.Name, metric.Type, metric.Help), ExpositionFormat.Text);
        string labels = metric.Labels.IsEmpty ? "" : $"{{{string.Join(',', metric.Labels.Select(static label => $"{label}=\"1\""))}}}";
        page.Append(metric.Type switch
        {
            MetricType.Histogram => $"{metric.Name}_bucket{{le=\"+Inf\"}} 1\n{metric.Name}_sum 1\n{metric.Name}_count 1\n",
            MetricType.Summary => $"{metric.Name}{{quantile=\"0.5\"}} 1\n{metric.Name}_sum 1\n{metric.Name}_count 1\n",
            _ => $"{metric.Name}{labels} 1\n",
        });

        (_, string findings) = await Promtool.CheckAsync(System.Text.Encoding.UTF8.GetString(page.WrittenSpan));

        Assert.Equal(
            findings.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length,
            MetricConventions.Breaches(metric).Count());
    }

    [Fact]
    public void Breaches_InfoWithoutItsSuffix_SaysSo() => Assert.Equal(
        ["mail_worker is an info; let its name end in _info"],
        MetricConventions.Breaches(MetricDeclarationText.Parse("info mail_worker H.", out _)!));
}
