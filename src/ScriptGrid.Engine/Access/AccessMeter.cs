using Prometheus;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Access;

/// <summary>Counts whom the HTTP server turned away, and shows how its files fare.</summary>
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

    /// <summary>No login came.</summary>
    public Counter.Child NoLogin { get; }

    /// <summary>A wrong one came.</summary>
    public Counter.Child WrongLogin { get; }

    /// <summary>None was looked at, since too many had failed.</summary>
    public Counter.Child HeldOff { get; }

    /// <summary>The login allows less.</summary>
    public Counter.Child Role { get; }

    /// <summary>More requests came than <c>rate_limit</c> lets in.</summary>
    public Counter.Child Rate { get; }

    /// <summary>Notes whether the files could be read.</summary>
    public void Read(bool isRead) => _isRead.Set(isRead ? 1 : 0);

    /// <summary>Notes when the server's certificate ends.</summary>
    public void Serve(DateTimeOffset notAfter) => _notAfter.Set(notAfter.ToUnixTimeSeconds());
}
