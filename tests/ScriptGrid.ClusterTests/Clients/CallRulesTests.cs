using Orleans.Configuration;
using Orleans.Core.Internal;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Clients;
using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class CallRulesTests
{
    [Theory]
    [InlineData("sys.client", "5f1b", true)]
    [InlineData("sys.client", "5f1b+observer", true)]
    [InlineData("sys.client", "hosted-127.0.0.1:11111@1", false)]
    [InlineData("target", "10.0.0.1:6379", false)]
    [InlineData("sys.svc.clustering", "127.0.0.1:11111@1", false)]
    public void IsExternal_Source_IsToldByItsType(string type, string key, bool expected) =>
        Assert.Equal(expected, CallRules.IsExternal(GrainId.Create(type, key)));

    [Fact]
    public void IsExternal_NoSource_IsFalse() => Assert.False(CallRules.IsExternal(null));

    [Theory]
    [InlineData(typeof(ITargetGrain))]
    [InlineData(typeof(IFleetGrain))]
    public void Refusal_OfferedInterface_Passes(Type called) => Assert.Null(CallRules.Refusal(called, enumerated: null));

    [Theory]
    [InlineData(typeof(IOwnedTarget))]
    [InlineData(typeof(ICatalogueGrain))]
    [InlineData(typeof(IGrainManagementExtension))]
    [InlineData(typeof(IManagementGrain))]
    [InlineData(typeof(IAsyncDisposable))]
    public void Refusal_AnyOtherInterface_IsRefused(Type called) =>
        Assert.Equal($"external clients may not call {called.Name}", CallRules.Refusal(called, enumerated: null));

    [Theory]
    [InlineData("Orleans.Runtime.IClusterManifestSystemTarget", null)]
    [InlineData("Orleans.Runtime.IGrainCallCancellationExtension", null)]
    [InlineData("Orleans.Runtime.ICancellationSourcesExtension", null)]
    [InlineData("Orleans.ISiloControl", "external clients may not call ISiloControl")]
    [InlineData("Orleans.Runtime.IRemoteGrainDirectory", "external clients may not call IRemoteGrainDirectory")]
    public void Refusal_InterfaceOfOrleans_PassesWhereAClientNeedsIt(string name, string? expected)
    {
        Type called = new[] { typeof(IManagementGrain).Assembly, typeof(GrainId).Assembly, typeof(IClusterClient).Assembly, typeof(SiloOptions).Assembly }
            .Select(assembly => assembly.GetType(name))
            .First(type => type is not null)!;

        Assert.Equal(expected, CallRules.Refusal(called, enumerated: null));
    }

    [Theory]
    [InlineData(typeof(IFleetGrain), true)]
    [InlineData(typeof(ICatalogueGrain), false)]
    [InlineData(null, true)]
    public void Refusal_Enumeration_GoesByWhatIsEnumerated(Type? enumerated, bool passes) =>
        Assert.Equal(passes, CallRules.Refusal(typeof(IAsyncEnumerableGrainExtension), enumerated) is null);
}
