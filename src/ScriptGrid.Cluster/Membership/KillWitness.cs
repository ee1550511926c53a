using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Lets a second silo check whether a silo is gone.</summary>
[Alias("sg.kill-witness")]
internal interface IKillWitness : IGrainService
{
    /// <summary>Whether the silo's port refuses connections from this silo too. Only active silos are checked; for any other the answer is false.</summary>
    [Alias("sees-refusal")]
    Task<bool> SeesRefusalAsync(SiloAddress silo);
}

/// <inheritdoc cref="IKillWitness"/>
internal sealed class KillWitness(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, ClusterView view, TimeProvider time)
    : GrainService(id, silo, loggers), IKillWitness
{
    /// <inheritdoc/>
    public async Task<bool> SeesRefusalAsync(SiloAddress silo) =>
        view.Current.Silos.Contains(silo)
        && await PortLook.LookAsync(silo.Endpoint, KillWatch.LookLimit, time, CancellationToken.None) == PortState.Refused;
}

/// <summary>Reaches the witness of a given silo.</summary>
internal sealed class KillWitnesses(IServiceProvider services) : GrainServiceClient<IKillWitness>(services)
{
    /// <summary>Returns the witness of one silo.</summary>
    public IKillWitness Of(SiloAddress silo) => GetGrainService(silo);
}
