using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

public sealed class TagLabelsTests
{
    [Fact]
    public void Of_NoTags_IsEmpty() => Assert.Empty(TagLabels.Of([]));

    [Fact]
    public void Of_Tags_AreSortedByName() =>
        Assert.Equal([("a", "1.5"), ("b", "x"), ("c", "true")], TagLabels.Of([new("b", "x"), new("c", true), new("a", 1.5)]));

    [Fact]
    public void Of_NamesThatBecomeOne_AreJoined() => Assert.Equal([("a_b", "1;2")], TagLabels.Of([new("a.b", 1), new("a_b", 2)]));

    [Fact]
    public void Of_EmptyValues_AreLeftOut() => Assert.Equal([("c", "x")], TagLabels.Of([new("a", null), new("b", ""), new("c", "x")]));
}
