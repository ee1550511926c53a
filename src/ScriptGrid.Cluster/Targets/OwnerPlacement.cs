using Orleans.Placement;

namespace ScriptGrid.Cluster.Targets;

/// <summary>Places a grain on the silo that owns the target of its key.</summary>
[GenerateSerializer]
[Immutable]
[Alias("sg.owner-placement")]
internal sealed class OwnerPlacement : PlacementStrategy;

/// <inheritdoc cref="OwnerPlacement"/>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OwnerPlacementAttribute() : PlacementAttribute(new OwnerPlacement());
