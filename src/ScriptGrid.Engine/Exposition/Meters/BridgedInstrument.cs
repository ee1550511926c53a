using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Prometheus;
using ScriptGrid.Engine.Model;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>One instrument as a metric family of a registry.</summary>
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

    /// <summary>Names the family after its instrument. It is in the registry from the first measurement on.</summary>
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

    /// <summary>The name that must be unique on a page; a counter's without <c>_total</c>, as OpenMetrics drops it.</summary>
    public string Name => _kind.Type == MetricType.Counter ? _family[..^"_total".Length] : _family;

    /// <summary>Whether it is read for each page, rather than told.</summary>
    public bool IsObservable => _instrument.IsObservable;

    /// <summary>
    /// Takes one measurement in the instrument's unit. One that is no number is left out. Only the first of a set of tags allocates.
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

    /// <summary>Takes every series off the page; what is measured later begins anew.</summary>
    public void Forget()
    {
        foreach (BridgedSeries series in _series.Values)
        {
            series.Child.Remove();
        }

        _series.Clear();
    }

    /// <summary>Takes every series off the page for good.</summary>
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

    /// <summary>The description in one line without what the formats would want escaped, since prometheus-net writes it as it is.</summary>
    private string Help() => string.IsNullOrWhiteSpace(_instrument.Description)
        ? $"Instrument {_instrument.Name} of meter {_instrument.Meter.Name}."
        : _instrument.Description.ReplaceLineEndings(" ").Replace('\\', '/').Replace('"', '\'');
}
