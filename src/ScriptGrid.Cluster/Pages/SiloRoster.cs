using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Reports, for each silo, its figures and how many targets it owns.</summary>
internal sealed class SiloRoster(ClusterView view, HeldTargets held, SiloCalls calls)
{
    /// <summary>Returns the silos that are active, and then those that are leaving.</summary>
    public async Task<SiloList> ListAsync()
    {
        SiloView current = view.Current;
        CatalogueTargets catalogue = held.Catalogue;
        int[] owned = current.CountOwned(catalogue.Hashes);
        SiloReport[] active = await Task.WhenAll(current.Silos.Select((silo, i) => ReportAsync(silo, "active", owned[i])));
        SiloReport[] leaving = await Task.WhenAll(current.Leaving.Select(silo => ReportAsync(silo, "leaving", owned: 0)));
        return new SiloList("cluster", [.. active.Concat(leaving)], catalogue.Edition);
    }

    private async Task<SiloReport> ReportAsync(SiloAddress silo, string state, int owned)
    {
        string address = SiloView.NameOf(silo);
        return await calls.AskAsync(silo, static pages => pages.GetFiguresAsync(), SiloCalls.Limit) is not { } figures
            ? new SiloReport(address, address, "silent") { Owned = owned }
            : new SiloReport(figures.Name, address, state)
            {
                HttpAddress = figures.HttpAddress.Length == 0 ? null : figures.HttpAddress,
                Started = figures.Started,
                Version = figures.Version,
                Targets = figures.Targets,
                Owned = owned,
                Edition = figures.Edition,
                LagSeconds = figures.LagSeconds,
                HandOvers = figures.HandOvers,
            };
    }
}
