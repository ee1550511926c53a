using Orleans.Runtime.Placement;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Targets;

/// <summary>Places a target's grain on the silo that <see cref="Engine.Model.Ownership"/> names.</summary>
internal sealed class OwnerPlacementDirector(ClusterView view) : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        string id = target.GrainIdentity.Key.ToString()!;
        SiloAddress[] compatible = context.GetCompatibleSilos(target);
        if (view.Current.TryGetOwner(id, out SiloAddress? owner) && compatible.Contains(owner))
        {
            return Task.FromResult(owner);
        }

        // The owner cannot take it, for example because it is stopping: choose the silo that would be the owner without it.
        return new SiloView(view.Self, compatible).TryGetOwner(id, out SiloAddress? next)
            ? Task.FromResult(next)
            : throw new OrleansException($"No silo can take {id}.");
    }
}
