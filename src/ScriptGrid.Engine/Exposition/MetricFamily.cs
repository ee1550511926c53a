using System.Text;

namespace ScriptGrid.Engine.Exposition;

/// <summary>The types of Prometheus' exposition formats that ScriptGrid exposes.</summary>
public enum MetricType
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A value that only grows; its name ends in <c>_total</c>.</summary>
    Counter,

    /// <summary>Counts per bucket, with <c>_bucket</c>, <c>_sum</c> and <c>_count</c> series.</summary>
    Histogram,
}

/// <summary>A metric family: what one HELP and one TYPE line speak of.</summary>
/// <param name="Name">The name of its samples (for a histogram without the suffix); a counter's ends in <c>_total</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Help">One sentence for people, unescaped.</param>
public sealed record MetricFamily(string Name, MetricType Type, string Help)
{
    /// <summary><see cref="Name"/> and an opening brace, as lines of the family begin.</summary>
    internal byte[] LineStart { get; } = Encoding.UTF8.GetBytes(Name + "{");
}
