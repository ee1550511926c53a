using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.ClusterTests.Wire;

/// <summary>What versions wrote that knew less reads as the same without what they did not know.</summary>
public sealed class EarlierBytesTests : IDisposable
{
    private const string StatusPageWithoutRoles =
        "300158ff90031d73672e7374617475732d70616765e82020000321e8401f3130"
        + "2e302e302e313a363337392f32212000032140097465616d41096d61696ce0e0"
        + "e00105411d31302e302e312e313a31313131312120000321e840157175657565"
        + "732e6c7561010581809698000000000021808000b796ab49de08810000000000"
        + "000000e08180d1f00800000000011541056e6f010de0e0e0e0e0e00103e0";

    private const string StateWithoutRole =
        "010c72656469737c74617267657401010a7175657565732e6c75610130750000"
        + "000000000000b88511643d001100000000000100000000000000000000000b72"
        + "656469735f757020310a01000000000b00000001046d61696c0000000000001c"
        + "408074d21a00000000";

    private const string DigestWithoutMetrics =
        "3001c26d1edc1d73672e73696c6f2d646967657374e82040090a000101019ead"
        + "01a9e0410d73696c6f2d318180f0fa020000000001050109010d011121200003"
        + "21e840157175657565732e6c7561010d212000032140097465616d41096d6169"
        + "6ce0e0e0210003c12fe0210003810000000000001c40e0210003810000000000"
        + "00f03fe0210003810000000000001040e0210003010de0e0e0e0e0";

    private const string CatalogueWithoutRoles =
        """
        {"Interval":"00:00:15","Timeout":"00:00:02","TargetLabel":"target","Namespace":"redis","Scripts":[{"Name":"a","Body":"cmV0dXJuIDE=","Interval":null,"Timeout":"00:00:00","Expiry":"00:00:00","ReadOnly":0}]}
        """;

    private const string PartRequestOfLines = "3001edf5d9961f73672e706172742d72657175657374e8200005010380ffffffffffffffffe0e0";

    private const string InventoryWithoutDepartures = "3001452150682373672e73696c6f2d696e76656e746f7279e8200005010380ffffffffffffffffe0e0";

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSerializer()
        .Configure<TypeManifestOptions>(WireNames.Add)
        .BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void StatusPage_WithoutRoles_HasNoneAndSkipsNothing()
    {
        var page = (StatusPage)_services.GetRequiredService<Serializer<object>>().Deserialize(Convert.FromHexString(StatusPageWithoutRoles))!;

        TargetStatus status = Assert.Single(page.Targets).ToStatus();
        Assert.Equal(("10.0.0.1:6379/2", null), (status.Target, status.Role));
        Assert.Equal((null, null), (status.Source, status.Failure));
        Assert.Equal((false, 3), (status.Scripts[0].IsSkipped, status.Scripts[0].ErrorsTotal));
        Assert.Equal((null, null), (status.Scripts[0].LastRun, status.Scripts[0].NextRun));
    }

    [Fact]
    public void PartRequest_OfLines_AsksForNoCompressedPart()
    {
        var request = (PartRequest)_services.GetRequiredService<Serializer<object>>().Deserialize(Convert.FromHexString(PartRequestOfLines))!;

        Assert.Equal((2, false), (request.Targets.Length, request.IsDeflated));
    }

    [Fact]
    public void SiloInventory_WithoutDepartures_HoldsAll()
    {
        var inventory = (SiloInventory)_services.GetRequiredService<Serializer<object>>().Deserialize(Convert.FromHexString(InventoryWithoutDepartures))!;

        Assert.Equal((2, 0, true), (inventory.Targets.Length, inventory.Departed, inventory.IsHeld(1)));
    }

    [Fact]
    public void CollectorState_WithoutRole_HasNone()
    {
        CollectorState state = CollectorState.Read(Convert.FromHexString(StateWithoutRole))!;

        Assert.Null(state.Role);
        Assert.Equal(StateWithoutRole, Convert.ToHexStringLower(state.Write()));
    }

    [Fact]
    public void SiloDigest_WithoutMetrics_HasItsKeysAndNothingThatWasNotTold()
    {
        var digest = (SiloDigest)_services.GetRequiredService<Serializer<object>>().Deserialize(Convert.FromHexString(DigestWithoutMetrics))!;

        ScriptDigest script = Assert.Single(digest.Scripts);
        RollupTable table = Digests.Merge(digest.Scripts, digest.Metrics);
        Digest key = Assert.Single(Assert.Single(table.Scripts["queues.lua"].Groups).Value).Value;
        Assert.Equal(("mail", 7, 3), (script.Keys[0], key.Sum, key.Count));
        Assert.Equal((double.NaN, double.NaN), (key.Get(Aggregations.StdDev), key.Get(Aggregations.P50)));
        Assert.Empty(table.Metrics);
    }

    [Fact]
    public void Catalogue_WithoutRolesAndLimits_RunsScriptsAnywhereAndHasNone()
    {
        CatalogueContent content = JsonSerializer.Deserialize<CatalogueContent>(CatalogueWithoutRoles)!;

        Assert.Null(content.RoleLabel);
        Assert.All(content.Groups, static group => Assert.Null(group.RoleLabel));
        Assert.Null(content.MaxPageSeries);
        CatalogueScript script = Assert.Single(content.Scripts);
        Assert.Null(script.On);
        Assert.Null(script.MaxFleetSeries);
        Assert.Equal((null, Exposure.All), (script.AggregateBy, script.Expose));
    }
}
