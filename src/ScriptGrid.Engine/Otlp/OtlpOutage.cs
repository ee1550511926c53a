using Microsoft.Extensions.Logging;
using Prometheus;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Otlp;

/// <summary>Counts pushes of one signal, and logs a line where they begin to fail, and one where they no longer do.</summary>
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

    /// <param name="signal">What is pushed.</param>
    /// <param name="settings">Where to.</param>
    /// <param name="metrics">Where pushes are counted.</param>
    /// <param name="logger">Told of outages.</param>
    /// <param name="secrets">What no message may hold.</param>
    public OtlpOutage(string signal, OtlpSettings settings, OwnMetrics metrics, ILogger logger, ConfiguredSecrets secrets)
    {
        (_signal, _endpoint, _logger, _secrets) = (signal, settings.Endpoint.ToString(), logger, secrets);
        Counter pushes = metrics.Factory.CreateCounter("scriptgrid_otlp_pushes_total", "Pushes to the OTLP receiver, by what was pushed and how that ended.", "signal", "result");
        _done = pushes.WithLabels(signal, "done");
        _failed = pushes.WithLabels(signal, "failed");
    }

    /// <summary>Notes how a push ended.</summary>
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
