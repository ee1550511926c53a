using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;
using ScriptGrid.Client.Security;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>Watches the TLS files of the cluster. New connections use their new content; content that is unusable changes nothing.</summary>
internal sealed class CertificateWatch : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ClusterCertificates _certificates;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Gauge _isRead;
    private readonly Gauge _notAfter;

    /// <param name="certificates">The files to watch.</param>
    /// <param name="time">Drives the looks at the files.</param>
    /// <param name="loggers">Creates the logger of changes.</param>
    /// <param name="metrics">The metrics to which the state of the files is added.</param>
    public CertificateWatch(ClusterCertificates certificates, TimeProvider time, ILoggerFactory loggers, OwnMetrics metrics)
    {
        (_certificates, _time, _logger) = (certificates, time, loggers.CreateLogger("ScriptGrid"));
        _isRead = metrics.Factory.CreateGauge(
            "scriptgrid_cluster_tls_last_read_successful",
            "Whether the files of a section of the cluster's TLS could be used when they changed last; if not, what was read before is in use.",
            "section");
        _notAfter = metrics.Factory.CreateGauge(
            "scriptgrid_cluster_certificate_not_after_timestamp_seconds",
            "When the certificate that the silo shows to silos (cluster.tls) or clients (cluster.client_tls) ends, in seconds since the Unix epoch.",
            "section");
        foreach ((string section, TlsFiles files) in certificates.All)
        {
            _isRead.WithLabels(section).Set(1);
            Show(section, files);
            if (files.Flaw is { } flaw)
            {
                Log.CertificateUseless(_logger, section, flaw);
            }
        }
    }

    /// <summary>Checks the files now.</summary>
    public void Look()
    {
        foreach ((string section, TlsFiles files) in _certificates.All)
        {
            Tell(section, files, files.Look(out string problem), problem);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }

    private void Tell(string section, TlsFiles files, TlsLook look, string problem)
    {
        switch (look)
        {
            case TlsLook.Changed:
                Log.TlsFilesChanged(_logger, section);
                Show(section, files);
                break;
            case TlsLook.Restored:
                Log.TlsFilesRestored(_logger, section);
                break;
            case TlsLook.Refused:
                Log.TlsFilesRefused(_logger, section, problem);
                break;
            default:
                return;
        }

        _isRead.WithLabels(section).Set(look == TlsLook.Refused ? 0 : 1);
    }

    private void Show(string section, TlsFiles files) => _notAfter.WithLabels(section).Set(files.Current.NotAfter!.Value.ToUnixTimeSeconds());
}
