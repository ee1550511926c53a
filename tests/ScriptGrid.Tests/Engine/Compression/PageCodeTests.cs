using ScriptGrid.Engine.Compression;

namespace ScriptGrid.Tests.Engine.Compression;

/// <summary>The code of all pages is one that every reader takes: complete, and no longer than buffers are made for.</summary>
public sealed class PageCodeTests
{
    [Fact]
    public void Literals_Each_TakesNoMoreThanBuffersAreMadeFor() =>
        Assert.All(PageCode.Literals, static code => Assert.InRange(code.Count, 1, PageCode.MostBitsPerByte));

    [Fact]
    public void Matches_Each_TakesNoMoreThanItsBytesWould()
    {
        int furthest = Enumerable.Range(0, PageCode.Distances.Length)
            .Max(static symbol => PageCode.Distances[symbol].Count + Math.Max(0, (symbol / 2) - 1));

        for (int length = PageDeflate.ShortestMatch; length <= PageDeflate.LongestMatch; length++)
        {
            Assert.InRange(PageCode.Lengths[length].Count + furthest, 1, length * PageCode.MostBitsPerByte);
        }
    }

    [Fact]
    public void Distances_Together_LeaveNoBitsUnused() =>
        Assert.Equal(1, PageCode.Distances.Sum(static code => Math.Pow(2, -code.Count)));
}
