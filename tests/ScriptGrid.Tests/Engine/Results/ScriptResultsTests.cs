using System.Text;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class ScriptResultsTests
{
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(45);
    private readonly ScriptResults _results = new();

    [Fact]
    public void TryCopy_BeforeTheFirstPublish_GivesNothing() => Assert.Equal("", Read(0, TimeSpan.Zero));

    [Fact]
    public void TryCopy_Family_GivesItsLinesOnly()
    {
        Publish(("a 1\n", 0), ("", 1), ("b 1\nb 2\n", 4));

        Assert.Equal(["a 1\n", "", "", "", "b 1\nb 2\n", ""], Enumerable.Range(0, 6).Select(family => Read(family, TimeSpan.Zero)));
    }

    [Fact]
    public void TryCopy_TooLittleRoom_SaysHowMuchIsNeededAndCopiesNothing()
    {
        Publish(("a 1\n", 0));
        byte[] room = new byte[3];

        Assert.False(_results.TryCopy(0, room, TimeSpan.Zero, out int needed));
        Assert.Equal(4, needed);
        Assert.Equal(new byte[3], room);
    }

    [Fact]
    public void TryCopy_Expiry_IsTheLastMoment()
    {
        Publish(("a 1\n", 0));

        Assert.Equal("a 1\n", Read(0, Expiry));
        Assert.Equal("", Read(0, Expiry + TimeSpan.FromTicks(1)));
        Assert.Single(_results.ReadValues(Expiry));
        Assert.Empty(_results.ReadValues(Expiry + TimeSpan.FromTicks(1)));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(10, 10_000)]
    [InlineData(10_000, 10)]
    [InlineData(1_000, 700)]
    [InlineData(10, 0)]
    public void Publish_Again_LeavesNothingOfTheResultsBefore(int before, int after)
    {
        Publish((new string('x', before), 0), (new string('y', before), 1));

        Publish((new string('z', after), 1));

        Assert.Equal("", Read(0, TimeSpan.Zero));
        Assert.Equal(new string('z', after), Read(1, TimeSpan.Zero));
    }

    private void Publish(params (string Lines, int Family)[] families)
    {
        var sections = new List<Section>();
        string lines = "";
        foreach ((string text, int family) in families)
        {
            lines += text;
            sections.Add(new Section(family, lines.Length));
        }

        _results.Publish(Encoding.ASCII.GetBytes(lines), [.. sections], [new KeyedValue("k", 1)], Expiry);
    }

    private string Read(int family, TimeSpan now)
    {
        byte[] room = new byte[20_000];
        Assert.True(_results.TryCopy(family, room, now, out int length));
        return Encoding.ASCII.GetString(room, 0, length);
    }
}
