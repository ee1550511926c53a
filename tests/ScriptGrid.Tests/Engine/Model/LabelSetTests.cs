using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Model;

public sealed class LabelSetTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("env=", "", "")]
    [InlineData("", "env=", "")]
    [InlineData("env=prod", "env=", "")]
    [InlineData("env=", "env=prod", "env=prod")]
    [InlineData("env=,team=mail", "zone=", "team=mail")]
    [InlineData("env=prod,team=mail", "env=test", "env=test,team=mail")]
    public void With_EmptyValue_IsNoLabel(string labels, string over, string expected) => Assert.Equal(Set(expected), Set(labels).With(Set(over)));

    private static LabelSet Set(string text) => LabelSet.From(
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static label => label.Split('=')).Select(static label => KeyValuePair.Create(label[0], label[1])));
}
