using System.Collections.Immutable;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Replies;

/// <summary>Which of a metric's series a row belongs to. Rows of one histogram or summary are written in this order.</summary>
internal enum RowKind : byte
{
    /// <summary>The only series of a gauge or a counter.</summary>
    Value,

    /// <summary>An info; its rows have no number.</summary>
    Info,

    /// <summary>A bucket of a histogram: <c>le</c> is its last label.</summary>
    Bucket,

    /// <summary>A quantile of a summary: <c>quantile</c> is its last label.</summary>
    Quantile,

    /// <summary>The sum of a histogram or a summary.</summary>
    Sum,

    /// <summary>The count of a histogram or a summary.</summary>
    Count,
}

/// <summary>Describes the rows that begin with one name.</summary>
/// <param name="Name">The name that the rows begin with.</param>
/// <param name="Metric">Position of the metric among the script's declarations.</param>
/// <param name="Kind">Which of the metric's series the rows belong to.</param>
/// <param name="Declaration">The metric.</param>
/// <param name="Taken">Label names that its series have anyway. A declared label of the same name is written as <c>exported_…</c>.</param>
internal sealed record RowName(string Name, int Metric, RowKind Kind, MetricDeclaration Declaration, IReadOnlyCollection<string> Taken)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(Name);
    private readonly byte[] _lineStart = Encoding.UTF8.GetBytes(Declaration.Name + Name[Declaration.RowName.Length..] + "{");
    private readonly byte[] _boundStart = Encoding.UTF8.GetBytes(Declaration.BoundLabel + "=\"");

    /// <summary>The name as it appears in a reply.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The beginning of the rendered line of such a row: the series' name and the opening brace.</summary>
    public ReadOnlySpan<byte> LineStart => _lineStart;

    /// <summary>The beginning of each of its labels, with the opening quote.</summary>
    public byte[][] LabelStarts { get; } =
        [.. Declaration.Labels.Select(label => Encoding.UTF8.GetBytes((Taken.Contains(label) ? "exported_" : "") + label + "=\""))];

    /// <summary>The beginning of its bound label, with the opening quote.</summary>
    public ReadOnlySpan<byte> BoundStart => _boundStart;

    /// <summary>
    /// The beginning of the key of such a row in rollups. Null for a quantile, which has no rollup: the values between two quantiles are not known.
    /// </summary>
    public byte[]? RollupStart { get; } = Kind switch
    {
        RowKind.Value or RowKind.Info => [],
        RowKind.Bucket => "le"u8.ToArray(),
        RowKind.Sum => "sum"u8.ToArray(),
        RowKind.Count => "count"u8.ToArray(),
        _ => null,
    };

    /// <summary>Whether such rows have a bound, <c>le</c> or <c>quantile</c>, before their number.</summary>
    public bool HasBound => Kind is RowKind.Bucket or RowKind.Quantile;

    /// <summary>Whether the number of such a row is a count, and so neither NaN nor negative.</summary>
    public bool Counts { get; } = Kind is RowKind.Bucket or RowKind.Count || (Kind is RowKind.Value && Declaration.Type == MetricType.Counter);

    /// <summary>The number of elements of such a row: the name, the labels, the bound and the number.</summary>
    public int Length => 1 + Declaration.Labels.Length + (HasBound ? 1 : 0) + (Kind == RowKind.Info ? 0 : 1);
}

/// <summary>
/// The rows that a script may return, according to the metrics that it declares. Created once per script. Immutable, so many threads can read it.
/// </summary>
internal sealed class DeclaredRows
{
    private readonly RowName[] _all;
    private readonly Dictionary<byte[], RowName>.AlternateLookup<ReadOnlySpan<byte>> _names;

    private DeclaredRows(ImmutableArray<MetricDeclaration> metrics, IReadOnlyCollection<string> taken)
    {
        Metrics = metrics;
        _all = [.. metrics.SelectMany((metric, position) => NamesOf(metric, position, taken)).DistinctBy(static name => name.Name)];
        _names = _all
            .ToDictionary(static name => name.Bytes.ToArray(), BytesComparer.Instance)
            .GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The rows of a script that declares no metrics.</summary>
    public static DeclaredRows None { get; } = new([], []);

    /// <summary>The metrics, in the order in which they are declared.</summary>
    public ImmutableArray<MetricDeclaration> Metrics { get; }

    /// <summary>Every name that a row may begin with.</summary>
    public IReadOnlyList<RowName> Names => _all;

    /// <summary>Reads the texts among the rows; null if the script declares no line templates, and so returns no text.</summary>
    public TextLines? Lines { get; private set; }

    /// <summary>Creates the rows of a script.</summary>
    /// <param name="metrics">The script's metrics.</param>
    /// <param name="taken">Label names that its series have anyway.</param>
    /// <param name="lines">Templates for lines of text that it returns. Invalid templates are ignored here; they were reported before.</param>
    public static DeclaredRows Of(ImmutableArray<MetricDeclaration> metrics, IReadOnlyCollection<string> taken, IEnumerable<string> lines)
    {
        if (metrics.IsEmpty)
        {
            return None;
        }

        var declared = new DeclaredRows(metrics, taken);
        LineTemplate[] templates = [.. lines.Select(line => LineTemplate.Parse(line, declared, out _)).OfType<LineTemplate>()];
        declared.Lines = templates.Length == 0 ? null : new TextLines(templates);
        return declared;
    }

    /// <summary>Returns the description of the rows with this name; null if the name is not declared.</summary>
    public RowName? Find(ReadOnlySpan<byte> name) => _names.TryGetValue(name, out RowName? found) ? found : null;

    /// <summary>Returns the description of the rows of another kind of the same metric.</summary>
    public RowName Of(RowName name, RowKind kind) => _all.First(other => other.Metric == name.Metric && other.Kind == kind);

    private static IEnumerable<RowName> NamesOf(MetricDeclaration metric, int position, IReadOnlyCollection<string> taken)
    {
        RowName Named(string suffix, RowKind kind) => new(metric.RowName + suffix, position, kind, metric, taken);
        return metric.Type switch
        {
            MetricType.Histogram => [Named("_bucket", RowKind.Bucket), Named("_sum", RowKind.Sum), Named("_count", RowKind.Count)],
            MetricType.Summary => [Named("", RowKind.Quantile), Named("_sum", RowKind.Sum), Named("_count", RowKind.Count)],
            MetricType.Info => [Named("", RowKind.Info)],
            _ => [Named("", RowKind.Value)],
        };
    }
}
