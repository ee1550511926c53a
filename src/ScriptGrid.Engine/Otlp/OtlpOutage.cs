using Microsoft.Extensions.Logging;
using Prometheus;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Otlp;

/// <summary>Counts the pushes of one signal. Logs one line when they begin to fail, and one when they succeed again.</summary>
internal sealed class OtlpOutage
{
    private readonly Lock _gate = new();
    private readonly Counter.Child _done;
    private readonly Counter.Child _failed;
    private readonly string _signal;
    private readonly string _endpoint;
    private readonly ILogger _logger;
    private readonly ConfiguredSecrets _secrets;
    private bool _isFailing;

    /// <param name="signal">The signal that is pushed.</param>
    /// <param name="settings">The receiver.</param>
    /// <param name="metrics">The registry of the metrics about pushes.</param>
    /// <param name="logger">Logs outages.</param>
    /// <param name="secrets">Masks secrets in messages.</param>
    public OtlpOutage(string signal, OtlpSettings settings, OwnMetrics metrics, ILogger logger, ConfiguredSecrets secrets)
    {
        (_signal, _endpoint, _logger, _secrets) = (signal, settings.Endpoint.ToString(), logger, secrets);
        Counter pushes = metrics.Factory.CreateCounter("scriptgrid_otlp_pushes_total", "Pushes to the OTLP receiver, by what was pushed and how that ended.", "signal", "result");
        _done = pushes.WithLabels(signal, "done");
        _failed = pushes.WithLabels(signal, "failed");
    }

    /// <summary>Records the outcome of a push.</summary>
    /// <param name="problem">What went wrong; null for nothing.</param>
    public void Note(string? problem)
    {
        (problem is null ? _done : _failed).Inc();
        lock (_gate)
        {
            if (problem is not null != _isFailing)
            {
                _isFailing = problem is not null;
                Tell(problem);
            }
        }
    }

    private void Tell(string? problem)
    {
        if (problem is null)
        {
            Log.PushRecovered(_logger, _endpoint, _signal);
        }
        else
        {
            Log.PushFailed(_logger, _endpoint, _signal, _secrets.Mask.Apply(problem.TrimEnd('.')));
        }
    }
}
