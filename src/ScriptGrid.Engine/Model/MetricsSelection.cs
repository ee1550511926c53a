namespace ScriptGrid.Engine.Model;

/// <summary>Whose series a metrics page shows.</summary>
public enum MetricsScope
{
    /// <summary>Those of the whole fleet.</summary>
    Fleet,

    /// <summary>Those of the targets that this process collects. A silo leaves rollups out, since they are of the whole fleet.</summary>
    Local,

    /// <summary>The rollups over the fleet alone.</summary>
    Rollups,
}

/// <summary>What one scrape of the metrics page asks for.</summary>
/// <param name="Scope">Whose series.</param>
/// <param name="Shard">The part of the targets that is wanted. Series of no target are on the page of the first part only.</param>
public sealed record MetricsSelection(MetricsScope Scope, Shard Shard)
{
    /// <summary>The whole page.</summary>
    public static MetricsSelection Everything { get; } = new(MetricsScope.Fleet, Shard.Whole);

    /// <summary>How long the page may take; null where the client did not say.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether rollups belong on the page, as far as the engine has any.</summary>
    internal bool IncludesWhole => Shard.Index == 1;

    /// <summary>Whether the process's own metrics belong on the page.</summary>
    internal bool IncludesProcess => Shard.Index == 1 && Scope != MetricsScope.Rollups;
}
