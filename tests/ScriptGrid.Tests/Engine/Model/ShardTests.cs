using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Model;

public sealed class ShardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Contains_AllShardsOfAFleet_CoverEachTargetOnce(int count)
    {
        TargetAddress[] fleet = [.. Enumerable.Range(1, 1000).Select(port => TargetAddress.Tcp("10.0.0.1", port, 0))];
        Shard[] shards = [.. Enumerable.Range(1, count).Select(index => new Shard(index, count))];

        Assert.All(fleet, target => Assert.Single(shards, shard => shard.Contains(target)));
        Assert.All(shards, shard => Assert.InRange(fleet.Count(shard.Contains), 800 / count, 1200 / count));
    }

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("3/12", 3, 12)]
    public void TryParse_Valid_HasIndexAndCount(string text, int index, int count)
    {
        Assert.True(Shard.TryParse(text, out Shard shard));

        Assert.Equal(new Shard(index, count), shard);
        Assert.Equal(text, shard.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("1/0")]
    [InlineData("-1/3")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    public void TryParse_Invalid_IsRefused(string text) => Assert.False(Shard.TryParse(text, out _));
}
