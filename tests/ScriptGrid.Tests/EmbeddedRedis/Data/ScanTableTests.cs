using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.Tests.EmbeddedRedis.Data;

public sealed class ScanTableTests
{
    [Theory]
    [InlineData(0, 5000)]
    [InlineData(5000, -5000)]
    public void Scan_TableGrowsOrShrinksMeanwhile_MeetsAllThatStay(int others, int change)
    {
        var table = new ScanTable<int>();
        Fill(table, "stay", 0, 500);
        Fill(table, "other", 0, others);
        var met = new HashSet<string>();
        var found = new List<int>();
        ulong cursor = 0;
        int changed = 0;
        do
        {
            found.Clear();
            cursor = table.Scan(cursor, found);
            met.UnionWith(found.Select(index => Encoding.ASCII.GetString(table.KeyAt(index))));
            for (int i = 0; i < 20 && changed < Math.Abs(change); i++, changed++)
            {
                byte[] key = Key("other", changed);
                _ = change > 0 ? table.Set(key, 0) : table.Remove(key, out _);
            }
        }
        while (cursor != 0);

        Assert.Equal(500, met.Count(static key => key.StartsWith("stay", StringComparison.Ordinal)));
    }

    [Fact]
    public void Remove_SomeKeys_LeavesTheOthersReachable()
    {
        var table = new ScanTable<int>();
        Fill(table, "key", 0, 1000);

        for (int i = 0; i < 1000; i += 3)
        {
            Assert.True(table.Remove(Key("key", i), out int value));
            Assert.Equal(i, value);
        }

        Assert.Equal(666, table.Count);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(i % 3 != 0, table.TryGet(Key("key", i), out int value) && value == i);
        }
    }

    private static void Fill(ScanTable<int> table, string name, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            table.Set(Key(name, i), i);
        }
    }

    private static byte[] Key(string name, int number) => Encoding.ASCII.GetBytes(name + number.ToString(CultureInfo.InvariantCulture));
}
