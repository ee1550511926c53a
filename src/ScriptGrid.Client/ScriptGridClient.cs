namespace ScriptGrid.Client;

/// <summary>Hands out grains.</summary>
internal sealed class ScriptGridClient(IGrainFactory grains) : IScriptGridClient
{
    /// <inheritdoc/>
    public IFleetGrain Fleet { get; } = grains.GetGrain<IFleetGrain>(Guid.NewGuid());

    /// <inheritdoc/>
    public ITargetGrain Target(string id) => grains.GetGrain<ITargetGrain>(id);
}
