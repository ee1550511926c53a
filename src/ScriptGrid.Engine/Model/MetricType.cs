namespace ScriptGrid.Engine.Model;

/// <summary>The types of Prometheus' exposition formats that ScriptGrid exposes.</summary>
public enum MetricType
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A value that only grows, until it restarts at 0.</summary>
    Counter,

    /// <summary>Counts per bucket, with <c>_bucket</c>, <c>_sum</c> and <c>_count</c> series.</summary>
    Histogram,

    /// <summary>Quantiles, with <c>_sum</c> and <c>_count</c> series.</summary>
    Summary,

    /// <summary>Labels that describe something; the value is always 1.</summary>
    Info,
}
