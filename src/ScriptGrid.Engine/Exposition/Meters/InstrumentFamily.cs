using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>One instrument as a metric family.</summary>
internal sealed class InstrumentFamily
{
    private readonly ConcurrentDictionary<Tag[], Series> _byTags = new(TagSetComparer.Instance);
    private readonly ConcurrentDictionary<Tag[], Series>.AlternateLookup<ReadOnlySpan<Tag>> _lookup;
    private readonly ConcurrentDictionary<string, Series> _byLabels = new();
    private readonly Instrument _instrument;
    private readonly MetricFamily _family;
    private readonly double _divisor;
    private readonly Func<Series> _create;
    private Series? _untagged;

    /// <summary>Names the family after its instrument.</summary>
    public InstrumentFamily(Instrument instrument, InstrumentKind kind)
    {
        var unit = MetricUnit.Parse(instrument.Unit);
        string help = string.IsNullOrWhiteSpace(instrument.Description)
            ? $"Instrument {instrument.Name} of meter {instrument.Meter.Name}."
            : instrument.Description;
        _instrument = instrument;
        _family = new MetricFamily(MetricName.Of(instrument.Name, unit, kind.Type), kind.Type, help);
        _divisor = unit.Divisor;
        _create = kind.CreateSeries;
        _lookup = _byTags.GetAlternateLookup<ReadOnlySpan<Tag>>();
    }

    /// <summary>The name that must be unique on a page; a counter's without <c>_total</c>, as OpenMetrics drops it.</summary>
    public string Name => _family.Type == MetricType.Counter ? _family.Name[..^"_total".Length] : _family.Name;

    /// <summary>Takes one measurement. Only the first of a set of tags allocates.</summary>
    public void Record(double value, ReadOnlySpan<Tag> tags)
    {
        Series series = tags.IsEmpty
            ? _untagged ??= Find(tags)
            : _lookup.TryGetValue(tags, out Series? known) ? known : _byTags.GetOrAdd(tags.ToArray(), Find(tags));
        series.Record(value);
    }

    /// <summary>Forgets what an observable instrument reported last, so that what it no longer reports vanishes.</summary>
    public void ForgetObservations()
    {
        if (_instrument.IsObservable)
        {
            _untagged = null;
            _byTags.Clear();
            _byLabels.Clear();
        }
    }

    /// <summary>Appends header and samples; nothing for an instrument without a measurement.</summary>
    public void Write(ExpositionBuffer buffer, ExpositionFormat format)
    {
        KeyValuePair<string, Series>[] all = [.. _byLabels.OrderBy(static pair => pair.Key, StringComparer.Ordinal)];
        if (all.Length == 0)
        {
            return;
        }

        buffer.AppendHeader(_family, format);
        foreach ((string labels, Series series) in all)
        {
            series.Write(buffer, new SeriesText(_family.Name, labels, _divisor));
        }
    }

    private Series Find(ReadOnlySpan<Tag> tags)
    {
        IEnumerable<Tag> all = [.. _instrument.Meter.Tags ?? [], .. _instrument.Tags ?? [], .. tags];
        return _byLabels.GetOrAdd(TagLabels.Render(all), static (_, create) => create(), _create);
    }
}
