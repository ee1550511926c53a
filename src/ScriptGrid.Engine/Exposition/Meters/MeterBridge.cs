using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>
/// Brings the instruments of other people's meters, .NET's and Orleans', into the host's registry. Counters stay counters, of which
/// prometheus-net's own adapter makes gauges. Of two instruments that would share a name the first is kept while it lives: their values
/// cannot be told apart, and adding up what was observed twice would be wrong. Then another takes its place, counting from there on.
/// </summary>
internal sealed class MeterBridge : IDisposable
{
    private readonly ConcurrentDictionary<string, BridgedInstrument> _instruments = new();
    private readonly ConcurrentDictionary<string, MetricType> _types = new();
    private readonly FrozenSet<string> _meterNames;
    private readonly FrozenSet<string> _hidden;
    private readonly object?[] _scopes;
    private readonly OwnMetrics _metrics;
    private readonly ILogger _logger;
    private readonly MeterListener _listener = new();
    private volatile bool _isDisposed;

    /// <summary>Listens from now on.</summary>
    /// <param name="metrics">Where the instruments are shown.</param>
    /// <param name="meterNames">The meters to show.</param>
    /// <param name="logger">Told of instruments that fail.</param>
    /// <param name="factory">
    /// The host's factory of meters, whose meters have it as their scope; they are shown beside those without a scope.
    /// </param>
    /// <param name="hidden">Names of instruments that are not shown, and so not read either.</param>
    public MeterBridge(
        OwnMetrics metrics, IEnumerable<string> meterNames, ILogger? logger = null, IMeterFactory? factory = null, IEnumerable<string>? hidden = null)
    {
        _metrics = metrics;
        _meterNames = meterNames.ToFrozenSet();
        _hidden = (hidden ?? []).ToFrozenSet();
        _scopes = [null, factory];
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
        metrics.BeforePage(Observe);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true; // Before every instrument is retired, so that none is replaced.
        _listener.Dispose();
    }

    /// <summary>Reads observable instruments anew; what they no longer report vanishes.</summary>
    private void Observe()
    {
        foreach (BridgedInstrument instrument in _instruments.Values.Where(static instrument => instrument.IsObservable))
        {
            instrument.Forget();
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
        if (!IsShown(instrument) || InstrumentKind.Of(instrument) is not { } kind)
        {
            return;
        }

        var bridged = new BridgedInstrument(instrument, kind, _metrics.Factory);
        bool isOfItsType = _types.GetOrAdd(bridged.Name, kind.Type) == kind.Type; // A registry keeps a family for good.
        if (isOfItsType && _instruments.TryAdd(bridged.Name, bridged))
        {
            _listener.EnableMeasurementEvents(instrument, bridged);
        }
    }

    private bool IsShown(Instrument instrument) =>
        _meterNames.Contains(instrument.Meter.Name) && _scopes.Contains(instrument.Meter.Scope) && !_hidden.Contains(instrument.Name);

    private void Retire(Instrument instrument, object? state)
    {
        if (state is not BridgedInstrument bridged)
        {
            return;
        }

        bridged.Retire();
        if (_instruments.TryRemove(KeyValuePair.Create(bridged.Name, bridged)) && !_isDisposed)
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
            ((BridgedInstrument?)state)?.Record(double.CreateTruncating(value), tags));
}
