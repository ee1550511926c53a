using System.Collections.Immutable;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// A metric that a script exposes under its own name, declared by a line such as <c>-- scriptgrid: gauge mail_queue_length{queue} Messages that wait.</c>
/// </summary>
/// <param name="Type">The metric's type.</param>
/// <param name="Name">The family's name; for a histogram or summary without the suffix of its series (<c>_bucket</c>, <c>_sum</c>, <c>_count</c>).</param>
/// <param name="Labels">Names of the metric's own labels, in the order in which a row gives their values.</param>
/// <param name="Help">One sentence of help text; may be empty.</param>
public sealed record MetricDeclaration(MetricType Type, string Name, ImmutableArray<string> Labels, string Help)
{
    /// <summary>The name that the script's rows use for the metric; by default <see cref="Name"/>.</summary>
    public string RowName { get; init; } = Name;

    /// <summary>
    /// The label that distinguishes a histogram's buckets or a summary's quantiles; null for the other types. In a row its value follows those of
    /// <see cref="Labels"/>.
    /// </summary>
    public string? BoundLabel => Type switch
    {
        MetricType.Histogram => "le",
        MetricType.Summary => "quantile",
        _ => null,
    };

    /// <summary>The names of the metric's series.</summary>
    public IEnumerable<string> SeriesNames => Type switch
    {
        MetricType.Histogram => [Name + "_bucket", Name + "_sum", Name + "_count"],
        MetricType.Summary => [Name, Name + "_sum", Name + "_count"],
        _ => [Name],
    };

    /// <summary>All names that no other family may have: the family's name in the text format and in OpenMetrics, and the names of its series.</summary>
    public IEnumerable<string> AllNames => SeriesNames.Append(Name).Append(OpenMetricsNames.Of(Type, Name)).Distinct();

    /// <summary>The identity of the family, by which results refer to it. It is the same in every process and version.</summary>
    public int FamilyId => FamilyIdOf(Name);

    /// <summary>Whether both declare the same family. <see cref="RowName"/> may differ.</summary>
    public bool IsSameFamily(MetricDeclaration other) =>
        (Type, Name, Help) == (other.Type, other.Name, other.Help) && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    /// <summary>Whether both declare the same series. The help may differ.</summary>
    public bool HasSameSeries(MetricDeclaration other) =>
        (Type, Name) == (other.Type, other.Name) && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    /// <summary>Returns the declaration as a script writes it, without <c>-- scriptgrid:</c>.</summary>
    public override string ToString() =>
        $"{Type.ToString().ToLowerInvariant()} {Name}{(Labels.IsEmpty ? "" : $"{{{string.Join(',', Labels)}}}")} {Help}".TrimEnd();

    /// <summary>Ids are far above those of the few families that every script has.</summary>
    private static int FamilyIdOf(string name) => (int)(TargetHash.Of(name) & 0x3fffffff) | 0x40000000;
}
