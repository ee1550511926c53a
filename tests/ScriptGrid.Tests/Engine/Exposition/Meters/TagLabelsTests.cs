using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

public sealed class TagLabelsTests
{
    [Fact]
    public void Render_NoTags_IsEmpty() => Assert.Equal("", TagLabels.Render([]));

    [Fact]
    public void Render_Tags_AreSortedAndEscaped() =>
        Assert.Equal(
            "a=\"1.5\",b=\"say \\\"\\\\\\n\\\"\",c=\"true\"", TagLabels.Render([new("b", "say \"\\\n\""), new("c", true), new("a", 1.5)]));

    [Fact]
    public void Render_NamesThatBecomeOne_AreJoined() =>
        Assert.Equal("a_b=\"1;2\"", TagLabels.Render([new("a.b", 1), new("a_b", 2)]));

    [Fact]
    public void Render_EmptyValues_AreLeftOut() => Assert.Equal("c=\"x\"", TagLabels.Render([new("a", null), new("b", ""), new("c", "x")]));
}
