using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class LoadedScriptsTests
{
    [Fact]
    public void Add_SeveralScripts_ContainsEachOfThemAndNoOther()
    {
        LoadedScripts scripts = default;
        Assert.False(scripts.Contains("a"));

        foreach (string sha1 in new[] { "a", "b", "a", "c", "b" })
        {
            scripts.Add(sha1);
        }

        Assert.All(["a", "b", "c"], sha1 => Assert.True(scripts.Contains(sha1)));
        Assert.False(scripts.Contains("d"));
    }
}
