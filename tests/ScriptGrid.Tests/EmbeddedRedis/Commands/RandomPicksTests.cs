using ScriptGrid.EmbeddedRedis.Commands;

namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

public class RandomPicksTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(10, 10)]
    [InlineData(1000, 1)]
    [InlineData(1000, 100)]
    [InlineData(1000, 124)]
    [InlineData(1000, 125)]
    [InlineData(1000, 999)]
    [InlineData(1000, 2000)]
    public void Distinct_AnyCount_IsTheBeginningOfAShuffle(int size, int count)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            int[] picked = RandomPicks.Distinct(new Random(seed), size, count);

            Assert.Equal(Shuffled(new Random(seed), size, count), picked);
        }
    }

    [Fact]
    public void Distinct_FewOfMany_TakesNoMemoryForTheOthers()
    {
        var random = new Random(1);
        RandomPicks.Distinct(random, 1_000_000, 3);
        long before = GC.GetAllocatedBytesForCurrentThread();

        RandomPicks.Distinct(random, 1_000_000, 3);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2000);
    }

    private static int[] Shuffled(Random random, int size, int count)
    {
        int[] all = [.. Enumerable.Range(0, size)];
        for (int i = 0; i < count && count < size; i++)
        {
            int other = random.Next(i, size);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return all[..Math.Min(count, size)];
    }
}
