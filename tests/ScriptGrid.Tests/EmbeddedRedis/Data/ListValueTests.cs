using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.Tests.EmbeddedRedis.Data;

public class ListValueTests
{
    [Fact]
    public void RemoveEqual_AnyList_RemovesWhatItIsToAndNoMore()
    {
        var random = new Random(20261130);
        for (int round = 0; round < 2000; round++)
        {
            var list = new ListValue();
            List<byte> expected = [];
            for (int left = random.Next(40); left > 0; left--)
            {
                byte item = (byte)random.Next(3);
                bool first = random.Next(3) == 0;
                list.Push([item], first);
                expected.Insert(first ? 0 : expected.Count, item);
            }

            int count = random.Next(5);
            bool fromBack = random.Next(2) == 0;
            int removed = Remove(expected, count, fromBack);

            Assert.Equal(removed, list.RemoveEqual([1], count, fromBack));
            Assert.Equal(expected, Enumerable.Range(0, list.Count).Select(index => list[index][0]));
            Assert.Equal(list.Copy().MemoryBytes, list.MemoryBytes);
        }
    }

    [Fact]
    public void RemoveEqual_ManyOfALongList_TakesOnePass()
    {
        var list = new ListValue();
        for (int i = 0; i < 2_000_000; i++)
        {
            list.Push([(byte)(i % 2)], first: false);
        }

        Assert.Equal(1_000_000, list.RemoveEqual([1], 0, fromBack: false)); // A quadratic removal takes many minutes.
        Assert.Equal(1_000_000, list.Count);
    }

    private static int Remove(List<byte> items, int count, bool fromBack)
    {
        int removed = 0;
        while ((count == 0 || removed < count) && (fromBack ? items.LastIndexOf(1) : items.IndexOf(1)) is >= 0 and var index)
        {
            items.RemoveAt(index);
            removed++;
        }

        return removed;
    }
}
