using System.Collections.Immutable;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// Which of an edition's targets belong to the silo that looks. To find out takes a hash for each target and silo, so that it is done once for each
/// change, and not at every look: of a million targets on sixty silos one look would take a tenth of a second.
/// </summary>
/// <param name="catalogue">The targets.</param>
/// <param name="view">The silos.</param>
internal sealed class OwnedTargets(CatalogueTargets catalogue, SiloView view)
{
    /// <summary>None, of no catalogue.</summary>
    /// <param name="view">The silos.</param>
    public static OwnedTargets None(SiloView view) => new(CatalogueTargets.Empty, view);

    /// <summary>The edition's targets.</summary>
    public CatalogueTargets Catalogue => catalogue;

    /// <summary>The positions, among those of the edition, of the targets that belong here.</summary>
    public ImmutableArray<int> Positions { get; } = [.. Enumerable.Range(0, catalogue.Hashes.Length).Where(i => view.IsMine(catalogue.Hashes[i]))];

    /// <summary>Itself, where it is of these; else that of these.</summary>
    public OwnedTargets Of(CatalogueTargets targets, SiloView silos) =>
        ReferenceEquals(targets, catalogue) && ReferenceEquals(silos, view) ? this : new OwnedTargets(targets, silos);
}
