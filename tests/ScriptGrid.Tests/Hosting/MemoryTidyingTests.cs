using ScriptGrid.Hosting;

namespace ScriptGrid.Tests.Hosting;

/// <summary>When memory is given back.</summary>
public sealed class MemoryTidyingTests
{
    [Theory]
    [InlineData(new[] { 1, 2, 1, 2 }, new[] { 0, 0, 0, 0 })]
    [InlineData(new[] { 1, 63, 1, 63 }, new[] { 0, 0, 0, 0 })]
    [InlineData(new[] { 1, 64, 2, 2 }, new[] { 0, 0, 1, 1 })]
    [InlineData(new[] { 100, 300, 200, 100, 10 }, new[] { 0, 0, 0, 1, 1 })]
    [InlineData(new[] { 500, 500, 500 }, new[] { 0, 0, 0 })]
    [InlineData(new[] { 80, 1, 90, 1, 1 }, new[] { 0, 1, 1, 2, 2 })]
    public void Look_MinutesThatAllocate_CollectsOnceTroubleIsOver(int[] mebibytes, int[] expected)
    {
        long allocated = 400L << 20;
        int collected = 0;
        using var tidying = new MemoryTidying(() => allocated, () => collected, () => collected++);

        int[] seen = [.. mebibytes.Select(minute =>
        {
            allocated += (long)minute << 20;
            tidying.Look();
            return collected;
        })];

        Assert.Equal(expected, seen);
    }

    [Fact]
    public void Look_HourWithoutACollectionOfTheOldest_CollectsOnce()
    {
        int collected = 0;
        using var tidying = new MemoryTidying(static () => 0, () => collected, () => collected++);

        int[] seen = [.. Enumerable.Range(0, 130).Select(_ =>
        {
            tidying.Look();
            return collected;
        })];

        Assert.Equal([59, 61, 10], seen.CountBy(static count => count).Select(static row => row.Value));
    }

    [Fact]
    public void Look_RuntimeCollectsByItself_LeavesItAlone()
    {
        int collections = 0;
        int collected = 0;
        using var tidying = new MemoryTidying(static () => 0, () => collections, () => collected++);

        for (int minute = 1; minute < 300; minute++)
        {
            collections += minute % 50 == 0 ? 1 : 0;
            tidying.Look();
        }

        Assert.Equal(0, collected);
    }
}
