using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class PrometheusDurationTests
{
    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("15s", 15)]
    [InlineData("1m30s", 90)]
    [InlineData("1h", 3600)]
    [InlineData("1d2h3m4s5ms", 93784.005)]
    public void TryParse_Valid_IsDurationAndFormatsBack(string text, double seconds)
    {
        Assert.True(PrometheusDuration.TryParse(text, out TimeSpan duration));

        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
        Assert.Equal(text, PrometheusDuration.Format(duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("1s1m")]
    [InlineData("1 s")]
    [InlineData("１５s")] // Digits of another width.
    [InlineData("1s\n")]
    [InlineData("99999999999999999999s")]
    public void TryParse_Invalid_IsRefused(string text) => Assert.False(PrometheusDuration.TryParse(text, out _));
}
