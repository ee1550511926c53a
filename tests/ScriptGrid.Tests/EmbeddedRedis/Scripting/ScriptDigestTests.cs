using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

public class ScriptDigestTests
{
    [Fact]
    public void Of_Body_IsItsSha1() => Assert.Equal("e0e1f9fabfc9d4800c877a703b823ac0578ff8db", ScriptDigest.Of("return 1"u8).ToString());

    [Fact]
    public void TryParse_DigitsOfAnyCase_GivesTheDigest()
    {
        Assert.True(ScriptDigest.TryParse("E0E1F9FABFC9D4800c877a703b823ac0578ff8db"u8, out var digest));
        Assert.Equal(ScriptDigest.Of("return 1"u8), digest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("e0e1f9fabfc9d4800c877a703b823ac0578ff8d")]
    [InlineData("x0e1f9fabfc9d4800c877a703b823ac0578ff8db")]
    public void TryParse_AnythingElse_IsFalse(string text) => Assert.False(ScriptDigest.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out _));
}
