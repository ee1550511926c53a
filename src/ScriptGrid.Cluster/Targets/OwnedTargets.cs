using System.Collections.Immutable;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// The targets of an edition that belong to this silo. To find them takes one hash for each target and silo, so this is done once per change and not at every
/// look: with a million targets on sixty silos, one look would take a tenth of a second.
/// </summary>
/// <param name="catalogue">The targets.</param>
/// <param name="view">The silos.</param>
internal sealed class OwnedTargets(CatalogueTargets catalogue, SiloView view)
{
    /// <summary>Returns an empty list, before there is a catalogue.</summary>
    /// <param name="view">The silos.</param>
    public static OwnedTargets None(SiloView view) => new(CatalogueTargets.Empty, view);

    /// <summary>The edition's targets.</summary>
    public CatalogueTargets Catalogue => catalogue;

    /// <summary>The positions in the edition of the targets that belong to this silo.</summary>
    public ImmutableArray<int> Positions { get; } = [.. Enumerable.Range(0, catalogue.Hashes.Length).Where(i => view.IsMine(catalogue.Hashes[i]))];

    /// <summary>Returns this instance if it is for these targets and silos; otherwise a new one.</summary>
    public OwnedTargets Of(CatalogueTargets targets, SiloView silos) =>
        ReferenceEquals(targets, catalogue) && ReferenceEquals(silos, view) ? this : new OwnedTargets(targets, silos);
}
