using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Prometheus;
using ScriptGrid.Engine.Model;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>Shows one instrument as a metric family of a registry.</summary>
internal sealed class BridgedInstrument
{
    private readonly ConcurrentDictionary<Tag[], BridgedSeries> _series = new(TagSetComparer.Instance);
    private readonly ConcurrentDictionary<Tag[], BridgedSeries>.AlternateLookup<ReadOnlySpan<Tag>> _lookup;
    private readonly Instrument _instrument;
    private readonly InstrumentKind _kind;
    private readonly MetricFactory _factory;
    private readonly string _family;
    private readonly double _divisor;
    private volatile bool _isRetired;

    /// <summary>Names the family after its instrument. The family is in the registry from the first measurement on.</summary>
    public BridgedInstrument(Instrument instrument, InstrumentKind kind, MetricFactory factory)
    {
        var unit = MetricUnit.Parse(instrument.Unit);
        _instrument = instrument;
        _kind = kind;
        _factory = factory;
        _family = MetricName.Of(instrument.Name, unit, kind.Type);
        _divisor = unit.Divisor;
        _lookup = _series.GetAlternateLookup<ReadOnlySpan<Tag>>();
    }

    /// <summary>The name that must be unique on a page; for a counter without <c>_total</c>, because OpenMetrics drops it.</summary>
    public string Name => _kind.Type == MetricType.Counter ? _family[..^"_total".Length] : _family;

    /// <summary>Whether the instrument is read for each page, instead of reporting its measurements.</summary>
    public bool IsObservable => _instrument.IsObservable;

    /// <summary>
    /// Records one measurement in the instrument's unit. Ignores NaN and infinity. Allocates only for the first measurement with a set of tags.
    /// </summary>
    public void Record(double value, ReadOnlySpan<Tag> tags)
    {
        if (_isRetired || !double.IsFinite(value))
        {
            return;
        }

        BridgedSeries series = _lookup.TryGetValue(tags, out BridgedSeries? known) ? known : _series.GetOrAdd(tags.ToArray(), Create);
        series.Record(value / _divisor);
    }

    /// <summary>Removes every series from the page. Later measurements start new series.</summary>
    public void Forget()
    {
        foreach (BridgedSeries series in _series.Values)
        {
            series.Child.Remove();
        }

        _series.Clear();
    }

    /// <summary>Removes every series from the page for good.</summary>
    public void Retire()
    {
        _isRetired = true;
        Forget();
    }

    private BridgedSeries Create(Tag[] tags)
    {
        (string Name, string Value)[] labels = TagLabels.Of([.. _instrument.Meter.Tags ?? [], .. _instrument.Tags ?? [], .. tags]);
        return _kind.Create(
            _factory,
            new FamilyDeclaration(_family, Help(), [.. labels.Select(static label => label.Name)]),
            [.. labels.Select(static label => label.Value)]);
    }

    /// <summary>Returns the description in one line, without characters that need escaping, because prometheus-net writes it as it is.</summary>
    private string Help() => string.IsNullOrWhiteSpace(_instrument.Description)
        ? $"Instrument {_instrument.Name} of meter {_instrument.Meter.Name}."
        : _instrument.Description.ReplaceLineEndings(" ").Replace('\\', '/').Replace('"', '\'');
}
