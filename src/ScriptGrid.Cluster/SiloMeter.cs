using System.Diagnostics.Metrics;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Cluster;

/// <summary>A silo's metrics about its part in the cluster.</summary>
internal sealed class SiloMeter : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _stalls;
    private readonly Counter<long> _handovers;
    private readonly Counter<long> _givenUp;
    private long _edition;
    private long _refusedEdition;
    private int _isRowLost;

    /// <param name="scope">Who exposes them; see <see cref="Meter.Scope"/>.</param>
    public SiloMeter(MeterScope scope)
    {
        _meter = new Meter(new MeterOptions(CollectionMeter.Name) { Scope = scope });
        _stalls = _meter.CreateCounter<long>(
            "scriptgrid.stalls", null, "Pauses of the whole process after which the silo stopped collecting until membership said it was active.");
        _handovers = _meter.CreateCounter<long>(
            "scriptgrid.handovers", null, "Targets that this silo handed over to another.");
        _givenUp = _meter.CreateCounter<long>(
            "scriptgrid.silos.given_up", null, "Silos that this silo had given up because their process was gone.");
        _givenUp.Add(0);
        _stalls.Add(0);
        _handovers.Add(0);
        _meter.CreateObservableGauge(
            "scriptgrid.catalogue.edition", () => Volatile.Read(ref _edition), null,
            "Edition of the catalogue that this silo collects from: the time of its publication, in milliseconds since the Unix epoch; 0 before there is one.");
        _meter.CreateObservableGauge(
            "scriptgrid.catalogue.refused_edition", () => Volatile.Read(ref _refusedEdition), null,
            "Newer edition of the catalogue that this silo cannot use, and refused; 0 where there is none.");
        _meter.CreateObservableGauge(
            "scriptgrid.membership.row_lost", () => Volatile.Read(ref _isRowLost), null,
            "Whether the silo found its own row gone from the membership store, and ends.");
    }

    /// <summary>Counts a pause.</summary>
    public void Stalled() => _stalls.Add(1);

    /// <summary>Counts a silo that was given up.</summary>
    public void GaveUp() => _givenUp.Add(1);

    /// <summary>Counts a target that went to another silo.</summary>
    public void HandedOver() => _handovers.Add(1);

    /// <summary>Notes the edition in use.</summary>
    public void Uses(long edition) => Volatile.Write(ref _edition, edition);

    /// <summary>Notes the edition that was refused; 0 where there is none.</summary>
    public void Refuses(long edition) => Volatile.Write(ref _refusedEdition, edition);

    /// <summary>Notes the loss of the row.</summary>
    public void RowLost() => Volatile.Write(ref _isRowLost, 1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
