namespace ScriptGrid.Engine.Model;

/// <summary>Which series a metrics page shows.</summary>
public enum MetricsScope
{
    /// <summary>The series of the whole fleet.</summary>
    Fleet,

    /// <summary>The series of the targets that this process collects. A silo leaves out rollups, since they cover the whole fleet.</summary>
    Local,

    /// <summary>Only the rollups over the fleet.</summary>
    Rollups,
}

/// <summary>What one scrape of the metrics page asks for.</summary>
/// <param name="Scope">Which series are requested.</param>
/// <param name="Shard">The requested part of the targets. Series that belong to no target are only on the page of part 1.</param>
public sealed record MetricsSelection(MetricsScope Scope, Shard Shard)
{
    /// <summary>The whole page.</summary>
    public static MetricsSelection Everything { get; } = new(MetricsScope.Fleet, Shard.Whole);

    /// <summary>How long the page may take; null if the client did not say.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the page says what it lacks. For that, a silo asks all others.</summary>
    internal bool TellsGaps { get; init; } = true;

    /// <summary>Whether rollups belong on the page, if the engine has any.</summary>
    internal bool IncludesWhole => Shard.Index == 1;

    /// <summary>Whether the process's own metrics belong on the page.</summary>
    internal bool IncludesProcess => Shard.Index == 1 && Scope != MetricsScope.Rollups;
}
