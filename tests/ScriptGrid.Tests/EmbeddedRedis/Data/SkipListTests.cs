using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.Tests.EmbeddedRedis.Data;

public sealed class SkipListTests
{
    [Fact]
    public void SliceAndCountBefore_AfterAddingAndRemoving_AgreeWithASortedList()
    {
        var random = new Random(7);
        var list = new SkipList();
        var expected = new SortedSet<ScoredMember>();
        for (int i = 0; i < 3000; i++)
        {
            var item = new ScoredMember(Encoding.ASCII.GetBytes("m" + i.ToString(CultureInfo.InvariantCulture)), random.Next(50));
            list.Add(item);
            expected.Add(item);
            if (i % 3 == 0)
            {
                ScoredMember gone = expected.ElementAt(random.Next(expected.Count));
                list.Remove(gone);
                expected.Remove(gone);
            }
        }

        ScoredMember[] sorted = [.. expected];
        Assert.Equal(sorted, list.Slice(new IndexRange(0, list.Count)));
        Assert.Equal(sorted[700..720], list.Slice(new IndexRange(700, 20)));
        Assert.All(Enumerable.Range(0, sorted.Length), rank => Assert.Equal(rank, list.CountBefore(sorted[rank])));
        Assert.Equal(sorted.Count(static item => item.Score < 25), list.CountBefore(new ScoreBound(25, After: false)));
        Assert.Equal(sorted.Count(static item => item.Score <= 25), list.CountBefore(new ScoreBound(25, After: true)));
    }
}
