using System.Collections.Immutable;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Replies;

/// <summary>Which of a metric's series a row is; rows of one histogram or summary are written in this order.</summary>
internal enum RowKind : byte
{
    /// <summary>The one series of a gauge or a counter.</summary>
    Value,

    /// <summary>An info: it has no number.</summary>
    Info,

    /// <summary>A histogram's bucket: <c>le</c> is its last label.</summary>
    Bucket,

    /// <summary>A summary's quantile: <c>quantile</c> is its last label.</summary>
    Quantile,

    /// <summary>The sum of a histogram or a summary.</summary>
    Sum,

    /// <summary>The count of a histogram or a summary.</summary>
    Count,
}

/// <summary>What rows of one name are.</summary>
/// <param name="Name">The name that such rows begin with.</param>
/// <param name="Metric">Position of the metric among the script's declarations.</param>
/// <param name="Kind">Which of its series they are.</param>
/// <param name="Declaration">The metric.</param>
/// <param name="Taken">Labels that its series have otherwise; its own of these names are written as <c>exported_…</c>.</param>
internal sealed record RowName(string Name, int Metric, RowKind Kind, MetricDeclaration Declaration, IReadOnlyCollection<string> Taken)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(Name);
    private readonly byte[] _lineStart = Encoding.UTF8.GetBytes(Declaration.Name + Name[Declaration.RowName.Length..] + "{");
    private readonly byte[] _boundStart = Encoding.UTF8.GetBytes(Declaration.BoundLabel + "=\"");

    /// <summary>The name as it comes in a reply.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>How the line of such a row begins: the series' name and the brace.</summary>
    public ReadOnlySpan<byte> LineStart => _lineStart;

    /// <summary>How each of its labels begins, the quote included.</summary>
    public byte[][] LabelStarts { get; } =
        [.. Declaration.Labels.Select(label => Encoding.UTF8.GetBytes((Taken.Contains(label) ? "exported_" : "") + label + "=\""))];

    /// <summary>How its bound begins, the quote included.</summary>
    public ReadOnlySpan<byte> BoundStart => _boundStart;

    /// <summary>How the key of such a row among rollups begins; null where it has none, as what lies between two quantiles is not known.</summary>
    public byte[]? RollupStart { get; } = Kind switch
    {
        RowKind.Value or RowKind.Info => [],
        RowKind.Bucket => "le"u8.ToArray(),
        RowKind.Sum => "sum"u8.ToArray(),
        RowKind.Count => "count"u8.ToArray(),
        _ => null,
    };

    /// <summary>Whether rows end with a bound, <c>le</c> or <c>quantile</c>, before their number.</summary>
    public bool HasBound => Kind is RowKind.Bucket or RowKind.Quantile;

    /// <summary>How many elements a row has: the name, its labels, the bound and the number.</summary>
    public int Length => 1 + Declaration.Labels.Length + (HasBound ? 1 : 0) + (Kind == RowKind.Info ? 0 : 1);
}

/// <summary>The rows that a script may return, by what its metrics are declared to be. Made once per script, and read by many threads.</summary>
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

    /// <summary>Of a script that declares nothing.</summary>
    public static DeclaredRows None { get; } = new([], []);

    /// <summary>The metrics, in the order in which they are declared.</summary>
    public ImmutableArray<MetricDeclaration> Metrics { get; }

    /// <summary>Every name that a row may begin with.</summary>
    public IReadOnlyList<RowName> Names => _all;

    /// <summary>Reads the texts among the rows; null where the script says nothing of lines, and so returns no text.</summary>
    public TextLines? Lines { get; private set; }

    /// <summary>Those of a script.</summary>
    /// <param name="metrics">Its metrics.</param>
    /// <param name="taken">Labels that its series have otherwise.</param>
    /// <param name="lines">How numbers stand in lines of text that it returns; those that are no templates were told, and are passed over.</param>
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

    /// <summary>What rows of this name are; null where it is not declared.</summary>
    public RowName? Find(ReadOnlySpan<byte> name) => _names.TryGetValue(name, out RowName? found) ? found : null;

    /// <summary>The rows of another kind of the same metric.</summary>
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
