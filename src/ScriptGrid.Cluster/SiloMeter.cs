using Prometheus;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Cluster;

/// <summary>A silo's metrics about its part in the cluster.</summary>
internal sealed class SiloMeter
{
    private readonly Counter _stalls;
    private readonly Counter _handovers;
    private readonly Counter _givenUp;
    private readonly Gauge _edition;
    private readonly Gauge _refusedEdition;
    private readonly Gauge _isRowLost;

    /// <param name="metrics">The metrics to which they are added.</param>
    public SiloMeter(OwnMetrics metrics)
    {
        MetricFactory factory = metrics.Factory;
        _stalls = factory.CreateCounter(
            "scriptgrid_stalls_total",
            "Pauses of the whole process after which the silo stopped collecting until membership said it was active.");
        _handovers = factory.CreateCounter("scriptgrid_handovers_total", "Targets that this silo handed over to another.");
        _givenUp = factory.CreateCounter(
            "scriptgrid_silos_given_up_total", "Silos that this silo had given up because their process was gone.");
        _edition = factory.CreateGauge(
            "scriptgrid_catalogue_edition",
            "Edition of the catalogue that this silo collects from: the time of its publication, in milliseconds since the Unix epoch; 0 before there is one.");
        _refusedEdition = factory.CreateGauge(
            "scriptgrid_catalogue_refused_edition",
            "Newer edition of the catalogue that this silo cannot use, and refused; 0 where there is none.");
        _isRowLost = factory.CreateGauge(
            "scriptgrid_membership_row_lost", "Whether the silo found its own row gone from the membership store, and ends.");
    }

    /// <summary>Counts a stall.</summary>
    public void Stalled() => _stalls.Inc();

    /// <summary>Counts a silo that this silo had declared dead.</summary>
    public void GaveUp() => _givenUp.Inc();

    /// <summary>The number of targets handed over to other silos.</summary>
    public long HandOvers => (long)_handovers.Value;

    /// <summary>Counts a target handed over to another silo.</summary>
    public void HandedOver() => _handovers.Inc();

    /// <summary>Sets the edition in use.</summary>
    public void Uses(long edition) => _edition.Set(edition);

    /// <summary>Sets the edition that was refused; 0 if there is none.</summary>
    public void Refuses(long edition) => _refusedEdition.Set(edition);

    /// <summary>Records the loss of the membership row.</summary>
    public void RowLost() => _isRowLost.Set(1);
}
