using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Model;

/// <summary>Numbers of things, in words.</summary>
public sealed class AmountTests
{
    [Theory]
    [InlineData(0, "0 targets")]
    [InlineData(1, "1 target")]
    [InlineData(12_345, "12345 targets")]
    public void Of_Count_HasTheRightNumber(long count, string expected) => Assert.Equal(expected, Amount.Of(count, "target"));
}
