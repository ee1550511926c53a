namespace ScriptGrid.Client;

/// <summary>Returns grains of the cluster that the process is connected to.</summary>
internal sealed class GrainClient(IGrainFactory grains) : IScriptGridClient
{
    private readonly Guid _key = Guid.NewGuid();

    /// <inheritdoc/>
    public IFleetGrain Fleet => grains.GetGrain<IFleetGrain>(_key);

    /// <inheritdoc/>
    public ITargetGrain Target(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id.Length, CallLimits.MaxNameLength, nameof(id));
        return grains.GetGrain<ITargetGrain>(id);
    }
}
