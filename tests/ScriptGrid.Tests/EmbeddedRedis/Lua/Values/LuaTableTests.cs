using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Values;

public sealed class LuaTableTests
{
    [Fact]
    public void Item_KeysOfAllKinds_AreKeptApart()
    {
        var table = new LuaTable();
        var keyTable = new LuaTable();
        LuaValue[] keys = [1, 1.5, -1, 0, 1e300, "1", "", true, false, keyTable, new LuaTable(), double.PositiveInfinity];
        for (int i = 0; i < keys.Length; i++)
        {
            table[keys[i]] = i;
        }

        Assert.All(keys, (key, i) => Assert.Equal(i, table[key].Number));
        Assert.True(table["2"].IsNil);
        Assert.True(table[LuaValue.Nil].IsNil);
        Assert.True(table[double.NaN].IsNil);
    }

    [Fact]
    public void Item_RandomWrites_AgreeWithDictionary()
    {
        var random = new Random(7);
        var table = new LuaTable();
        var model = new Dictionary<LuaValue, LuaValue>();
        for (int i = 0; i < 200_000; i++)
        {
            LuaValue key = random.Next(4) switch
            {
                0 => random.Next(1, 300),
                1 => "k" + random.Next(300),
                2 => random.Next(300) / 4.0,
                _ => random.Next(-1000, 1000) * 1e10,
            };
            LuaValue value = random.Next(3) == 0 ? LuaValue.Nil : i;
            table[key] = value;
            model[key] = value;
        }

        Assert.All(model, entry => Assert.Equal(entry.Value, table[entry.Key]));
        Assert.Equal(model.Values.Count(value => !value.IsNil), Entries(table).Count);
    }

    [Fact]
    public void TryNext_EntriesRemovedOnTheWay_VisitsEachOnce()
    {
        var table = new LuaTable();
        for (int i = 1; i <= 100; i++)
        {
            table[i] = i;
            table["k" + i] = i;
        }

        int visited = 0;
        for (var key = LuaValue.Nil; table.TryNext(key, out key, out _, out _); visited++)
        {
            table[key] = LuaValue.Nil;
        }

        Assert.Equal(200, visited);
        Assert.Empty(Entries(table));
    }

    [Fact]
    public void TryNext_UnknownKey_IsToldApart()
    {
        var table = new LuaTable { ["a"] = 1 };
        Assert.False(table.TryNext("b", out _, out _, out bool known));
        Assert.False(known);
        Assert.False(table.TryNext("a", out _, out _, out known));
        Assert.True(known);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Length_Sequence_IsItsLength(int count)
    {
        var table = new LuaTable();
        for (int i = 1; i <= count; i++)
        {
            table[i] = true;
        }

        Assert.Equal(count, table.Length);
    }

    [Fact]
    public void MetaValue_AddedLater_IsFound()
    {
        var metatable = new LuaTable();
        Assert.True(metatable.MetaValue(MetaEvent.Index).IsNil);
        metatable["__index"] = 1;
        Assert.Equal(1, metatable.MetaValue(MetaEvent.Index).Number);
        metatable["__index"] = LuaValue.Nil;
        Assert.True(metatable.MetaValue(MetaEvent.Index).IsNil);
    }

    private static List<LuaValue> Entries(LuaTable table)
    {
        var keys = new List<LuaValue>();
        int position = 0;
        while (table.TryFrom(ref position, out var key, out _))
        {
            keys.Add(key);
        }

        return keys;
    }
}
