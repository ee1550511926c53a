using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>
/// Exposes instruments of <see cref="System.Diagnostics.Metrics"/>. Of two instruments that would share a name the first is kept
/// while it lives: their values cannot be told apart, and adding up what was observed twice would be wrong. Then another takes its
/// place, counting from there on.
/// </summary>
internal sealed class MeterExposition : IDisposable
{
    private readonly ConcurrentDictionary<string, InstrumentFamily> _families = new();
    private readonly Lock _scrape = new();
    private readonly FrozenSet<string> _meterNames;
    private readonly object?[] _scopes;
    private readonly ILogger _logger;
    private readonly MeterListener _listener = new();
    private volatile bool _isDisposed;

    /// <summary>Listens from now on.</summary>
    /// <param name="meterNames">The meters to expose.</param>
    /// <param name="scope">
    /// Meters of this <see cref="Meter.Scope"/> are exposed beside those without one, so that two hosts in one process
    /// do not count each other's work.
    /// </param>
    /// <param name="logger">Told of instruments that fail.</param>
    /// <param name="factory">The host's factory of meters, whose meters have it as their scope; they are exposed as well.</param>
    public MeterExposition(IEnumerable<string> meterNames, object? scope = null, ILogger? logger = null, IMeterFactory? factory = null)
    {
        _meterNames = meterNames.ToFrozenSet();
        _scopes = [null, scope, factory];
        _logger = logger ?? NullLogger.Instance;
        _listener.InstrumentPublished = (instrument, _) => Publish(instrument);
        _listener.MeasurementsCompleted = Retire;
        Receive<byte>();
        Receive<short>();
        Receive<int>();
        Receive<long>();
        Receive<float>();
        Receive<double>();
        Receive<decimal>();
        _listener.Start();
    }

    /// <summary>Appends every family, sorted by name. One scrape at a time observes; the others wait.</summary>
    public void Write(ExpositionBuffer buffer, ExpositionFormat format)
    {
        lock (_scrape)
        {
            Observe();
            foreach ((_, InstrumentFamily family) in _families.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                family.Write(buffer, format);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true; // Before every family is retired, so that none is replaced.
        _listener.Dispose();
    }

    private void Observe()
    {
        foreach (InstrumentFamily family in _families.Values)
        {
            family.ForgetObservations();
        }

        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException failures)
        {
            Log.InstrumentsFailed(_logger, failures.InnerExceptions.Count, failures);
        }
    }

    private void Publish(Instrument instrument)
    {
        if (!IsExposed(instrument.Meter) || InstrumentKind.Of(instrument) is not { } kind)
        {
            return;
        }

        var family = new InstrumentFamily(instrument, kind);
        if (_families.TryAdd(family.Name, family))
        {
            _listener.EnableMeasurementEvents(instrument, family);
        }
    }

    private bool IsExposed(Meter meter) => _meterNames.Contains(meter.Name) && _scopes.Contains(meter.Scope);

    private void Retire(Instrument instrument, object? state)
    {
        if (state is InstrumentFamily family && _families.TryRemove(KeyValuePair.Create(family.Name, family)) && !_isDisposed)
        {
            PublishAll();
        }
    }

    /// <summary>
    /// Gives every instrument that lives another try, as a name became free. A listener is told of them all when it starts; keeping a list
    /// of those that were passed over would keep alive what is disposed, since nobody is told when that happens.
    /// </summary>
    private void PublishAll()
    {
        using var census = new MeterListener { InstrumentPublished = (instrument, _) => Publish(instrument) };
        census.Start();
    }

    /// <summary>Without state an instrument was retired while it was observed.</summary>
    private void Receive<T>()
        where T : struct, INumberBase<T> =>
        _listener.SetMeasurementEventCallback<T>(static (_, value, tags, state) =>
            ((InstrumentFamily?)state)?.Record(double.CreateTruncating(value), tags));
}
