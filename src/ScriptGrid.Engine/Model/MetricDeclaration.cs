using System.Collections.Immutable;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// A metric that a script gives under a name of its own, as <c>-- scriptgrid: gauge mail_queue_length{queue} Messages that wait.</c> says it.
/// </summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">The family's name; for a histogram or summary without the suffix of its series.</param>
/// <param name="Labels">Names of its own labels, in the order in which a row gives their values.</param>
/// <param name="Help">One sentence for people; may be empty.</param>
public sealed record MetricDeclaration(MetricType Type, string Name, ImmutableArray<string> Labels, string Help)
{
    /// <summary>The name by which the script's rows call it, where that is not <see cref="Name"/>.</summary>
    public string RowName { get; init; } = Name;

    /// <summary>The label that tells a histogram's buckets or a summary's quantiles apart, which stands last in a row; null for the other types.</summary>
    public string? BoundLabel => Type switch
    {
        MetricType.Histogram => "le",
        MetricType.Summary => "quantile",
        _ => null,
    };

    /// <summary>The names of its series.</summary>
    public IEnumerable<string> SeriesNames => Type switch
    {
        MetricType.Histogram => [Name + "_bucket", Name + "_sum", Name + "_count"],
        MetricType.Summary => [Name, Name + "_sum", Name + "_count"],
        _ => [Name],
    };

    /// <summary>All names that no other family may have: its own, in the text format and in OpenMetrics, and those of its series.</summary>
    public IEnumerable<string> AllNames => SeriesNames.Append(Name).Append(OpenMetricsNames.Of(Type, Name)).Distinct();

    /// <summary>Its identity among families, the same in every process and version: results name their families by it.</summary>
    public int FamilyId => FamilyIdOf(Name);

    /// <summary>Whether both declare one family, whatever the rows call it.</summary>
    public bool IsSameFamily(MetricDeclaration other) =>
        (Type, Name, Help) == (other.Type, other.Name, other.Help) && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    /// <summary>Whether series of one are series of the other, whatever their help.</summary>
    public bool HasSameSeries(MetricDeclaration other) =>
        (Type, Name) == (other.Type, other.Name) && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    /// <summary>As it is written in a script, without the mark.</summary>
    public override string ToString() =>
        $"{Type.ToString().ToLowerInvariant()} {Name}{(Labels.IsEmpty ? "" : $"{{{string.Join(',', Labels)}}}")} {Help}".TrimEnd();

    /// <summary>Far above the few families that every script has.</summary>
    private static int FamilyIdOf(string name) => (int)(TargetHash.Of(name) & 0x3fffffff) | 0x40000000;
}
