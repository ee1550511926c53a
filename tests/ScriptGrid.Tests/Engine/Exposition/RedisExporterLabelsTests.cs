using System.Text;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Tests.Engine.Exposition;

public sealed class RedisExporterLabelsTests
{
    [Theory]
    [InlineData("redis_up{target=\"a:1\"} 1\n", "redis_up 1\n")]
    [InlineData("redis_up{target=\"a:1\",team=\"x\"} 1\n", "redis_up{team=\"x\"} 1\n")]
    [InlineData("v{target=\"a:1\",key=\"k\"} 1\nv{target=\"a:1\",key=\"l\"} 2\n", "v{key=\"k\"} 1\nv{key=\"l\"} 2\n")]
    [InlineData("v{target=\"a:1\",key=\"{target=\\\"a:1\\\",\"} 1\n", "v{key=\"{target=\\\"a:1\\\",\"} 1\n")]
    [InlineData("# HELP redis_up Whether the target answers.\n", "# HELP redis_up Whether the target answers.\n")]
    public void RemoveTarget_Lines_LoseThatLabelOnly(string page, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(RedisExporterLabels.RemoveTarget(Encoding.UTF8.GetBytes(page), "target=\"a:1\","u8)));

    [Fact]
    public void RemoveTarget_PageWithoutTheLabel_StaysAsItIs() =>
        Assert.Equal("redis_up 1\n", Encoding.UTF8.GetString(RedisExporterLabels.RemoveTarget("redis_up 1\n"u8, [])));
}
