using Prometheus;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Access;

/// <summary>Metrics about HTTP requests that were refused, and about the files that control access.</summary>
internal sealed class AccessMeter
{
    private readonly Gauge _isRead;
    private readonly Gauge _notAfter;

    public AccessMeter(OwnMetrics metrics)
    {
        Counter refused = metrics.Factory.CreateCounter(
            "scriptgrid_http_requests_refused_total", "HTTP requests that were refused, by what they lacked.", "reason");
        NoLogin = refused.WithLabels("no_login");
        WrongLogin = refused.WithLabels("wrong_login");
        HeldOff = refused.WithLabels("held_off");
        Role = refused.WithLabels("role");
        Rate = refused.WithLabels("rate");
        _isRead = metrics.Factory.CreateGauge(
            "scriptgrid_http_access_last_read_successful", "Whether the files that say who may ask for what could be read last; if not, what was read before is in use.");
        _isRead.Set(1);
        _notAfter = metrics.Factory.CreateGauge(
            "scriptgrid_http_certificate_not_after_timestamp_seconds",
            "When the certificate of the HTTP server ends, in seconds since the Unix epoch.",
            new GaugeConfiguration { SuppressInitialValue = true });
    }

    /// <summary>Requests without a login.</summary>
    public Counter.Child NoLogin { get; }

    /// <summary>Requests with a wrong login.</summary>
    public Counter.Child WrongLogin { get; }

    /// <summary>Requests whose login was not checked, because too many from their address had failed.</summary>
    public Counter.Child HeldOff { get; }

    /// <summary>Requests that the role of their login does not allow.</summary>
    public Counter.Child Role { get; }

    /// <summary>Requests beyond <c>rate_limit</c>.</summary>
    public Counter.Child Rate { get; }

    /// <summary>Records whether the files could be read.</summary>
    public void Read(bool isRead) => _isRead.Set(isRead ? 1 : 0);

    /// <summary>Records when the server's certificate expires.</summary>
    public void Serve(DateTimeOffset notAfter) => _notAfter.Set(notAfter.ToUnixTimeSeconds());
}
