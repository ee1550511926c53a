using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.ClusterTests.Pages;

/// <summary>Parts on their way between silos.</summary>
public sealed class FleetPartCodecTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Part_OverTheWire_IsTheSame(bool isDeflated)
    {
        FleetPart sent = Part(isDeflated);
        string lines = Convert.ToHexString(sent.Lines.Span);

        using FleetPart received = Serializer.Deserialize<FleetPart>(Serializer.SerializeToArray(sent))!;

        Assert.Equal((isDeflated, 1, lines), (received.IsDeflated, received.Taken, Convert.ToHexString(received.Lines.Span)));
        Assert.Equal(sent.Sections, received.Sections);
        Assert.True(sent.Lines.IsEmpty);
    }

    [Fact]
    public void DeflatedPart_OverTheWire_SaysWhatItsTextIs()
    {
        using FleetPart received = Serializer.Deserialize<FleetPart>(Serializer.SerializeToArray(Part(isDeflated: true)))!;

        DeflatedText text = DeflatedText.Read(received.Lines[received.Sections[0].End..]);

        Assert.Equal("redis_up{target=\"a:1\"} 1\n".Length, text.Length);
    }

    [Fact]
    public void DeflatedPart_WrittenASecondTime_IsOneOfNothing()
    {
        FleetPart part = Part(isDeflated: true);
        part.Dispose();

        using FleetPart received = Serializer.Deserialize<FleetPart>(Serializer.SerializeToArray(part))!;

        Assert.Equal((0, 0), (received.Taken, received.Sections.Count));
    }

    private static FleetPart Part(bool isDeflated)
    {
        var families = new TargetFamilies("redis");
        var target = new TargetResults { Health = new TargetHealth(TargetState.Up, default) };
        target.SetUpLine(ResultRenderer.RenderUp(families.Up, Encoding.UTF8.GetBytes("target=\"a:1\","), isUp: true));
        FleetResults results = new([target], [], []) { Slices = [new TargetSlice(1, 0)] };
        return FleetPartWriter.Write(results, [0], families, TimeSpan.Zero, isDeflated);
    }
}
