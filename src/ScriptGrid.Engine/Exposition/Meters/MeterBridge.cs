using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>
/// Brings the instruments of foreign meters, .NET's and Orleans', into the host's registry. Counters stay counters; prometheus-net's own adapter turns them
/// into gauges. If two instruments would have the same name, the first is kept while it lives: their values could not be told apart, and adding up what was
/// observed twice would be wrong. After that the other takes its place, and counts from then on.
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

    /// <summary>Starts to listen.</summary>
    /// <param name="metrics">The metrics that show the instruments.</param>
    /// <param name="meterNames">The names of the meters to show.</param>
    /// <param name="logger">Logs instruments that fail.</param>
    /// <param name="factory">
    /// The host's meter factory. Its meters have it as their scope, and are shown as well as meters without a scope.
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
        _isDisposed = true; // First: then no instrument that is retired is replaced.
        _listener.Dispose();
    }

    /// <summary>Reads observable instruments again. Series that they no longer report disappear.</summary>
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
        bool isOfItsType = _types.GetOrAdd(bridged.Name, kind.Type) == kind.Type; // A registry never gives up a family.
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
    /// Tries all living instruments again, because a name became free. A new listener gets all of them when it starts. A list of the instruments that were
    /// skipped would keep disposed ones alive, because nothing reports their disposal.
    /// </summary>
    private void PublishAll()
    {
        using var census = new MeterListener { InstrumentPublished = (instrument, _) => Publish(instrument) };
        census.Start();
    }

    /// <summary>Receives measurements of one type. The state is null for an instrument that was retired while it was observed.</summary>
    private void Receive<T>()
        where T : struct, INumberBase<T> =>
        _listener.SetMeasurementEventCallback<T>(static (_, value, tags, state) =>
            ((BridgedInstrument?)state)?.Record(double.CreateTruncating(value), tags));
}
