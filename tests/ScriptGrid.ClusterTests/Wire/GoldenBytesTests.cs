using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Collection;

namespace ScriptGrid.ClusterTests.Wire;

/// <summary>What this version writes is what the files have, and what they have reads as the same.</summary>
public sealed class GoldenBytesTests : IDisposable
{
    private const int BytesInALine = 32;

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSerializer()
        .Configure<TypeManifestOptions>(WireNames.Add)
        .BuildServiceProvider();

    public static TheoryData<string> Aliases() => [.. WireSamples.All.Keys];

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Samples_OfEachWireType_AreThere() => Assert.Equal(
        WireContract.Types.Select(static type => WireContract.AliasOf(type)!).Concat(WireContract.Named.Keys).Order(StringComparer.Ordinal),
        WireSamples.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Aliases))]
    public void Serialize_Sample_GivesTheBytesInTheFile(string alias) => GoldenFile.Check($"{alias}.hex", ToHex(Serialize(WireSamples.All[alias]())));

    [Theory]
    [MemberData(nameof(Aliases))]
    public void Deserialize_BytesInTheFile_GivesTheSample(string alias)
    {
        object sample = WireSamples.All[alias]();

        object read = _services.GetRequiredService<Serializer<object>>().Deserialize(FromHex(GoldenFile.Read($"{alias}.hex")))!;

        Assert.IsType(sample.GetType(), read);
        Assert.Equal(ToHex(Serialize(sample)), ToHex(Serialize(read)));
    }

    [Fact]
    public void CatalogueContent_AsJson_IsWhatTheFileHas()
    {
        GoldenFile.Check("catalogue.json", JsonSerializer.Serialize(WireSamples.Catalogue) + "\n");
        CatalogueContent read = JsonSerializer.Deserialize<CatalogueContent>(GoldenFile.Read("catalogue.json"))!;
        Assert.Equal(JsonSerializer.Serialize(WireSamples.Catalogue), JsonSerializer.Serialize(read));
    }

    [Fact]
    public void CollectorState_OnItsWayToTheNextOwner_IsWhatTheFileHas()
    {
        GoldenFile.Check("collector-state.hex", ToHex(WireSamples.State.Write()));
        Assert.Equal(WireSamples.State.Write(), CollectorState.Read(FromHex(GoldenFile.Read("collector-state.hex")))!.Write());
        GoldenFile.Check("collector-state-trail.hex", ToHex(WireSamples.StateWithTrail.Write()));
        Assert.Equal(WireSamples.StateWithTrail.Write(), CollectorState.Read(FromHex(GoldenFile.Read("collector-state-trail.hex")))!.Write());
        GoldenFile.Check("collector-state-pause.hex", ToHex(WireSamples.StateWithPause.Write()));
        Assert.Equal(WireSamples.StateWithPause.Write(), CollectorState.Read(FromHex(GoldenFile.Read("collector-state-pause.hex")))!.Write());
    }

    private byte[] Serialize(object value) => _services.GetRequiredService<Serializer<object>>().SerializeToArray(value);

    private static string ToHex(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (byte[] line in bytes.Chunk(BytesInALine))
        {
            text.Append(Convert.ToHexStringLower(line)).Append('\n');
        }

        return text.ToString();
    }

    private static byte[] FromHex(string text) => Convert.FromHexString(text.ReplaceLineEndings(""));
}
