using System.Text;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.Tests.EmbeddedRedis.Data;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*", "", false)]
    [InlineData("**", "", false)]
    [InlineData("", "", true)]
    [InlineData("a*", "a", true)]
    [InlineData("h?llo", "hello", true)]
    [InlineData("h?llo", "hllo", false)]
    [InlineData("h[ae]llo", "hallo", true)]
    [InlineData("h[^e]llo", "hello", false)]
    [InlineData("h[z-a]llo", "hello", true)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    [InlineData("[a", "a", true)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b", "xxaxxbxx", false)]
    [InlineData("a", "A", false)]
    public void Matches_Pattern_AsRedis(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Glob.Matches(Encoding.ASCII.GetBytes(pattern), Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Matches_ThousandStars_EndsSoon()
    {
        byte[] pattern = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*a", 1000)) + "b");

        Assert.False(Glob.Matches(pattern, Encoding.ASCII.GetBytes(new string('a', 5000))));
    }

    [Fact]
    public void Matches_IgnoreCase_ComparesLetters() => Assert.True(Glob.Matches("max[A-M]*"u8, "MAXmemory"u8, ignoreCase: true));
}
