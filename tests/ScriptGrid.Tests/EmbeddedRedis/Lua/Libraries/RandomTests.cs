using ScriptGrid.EmbeddedRedis.Lua.Libraries;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Libraries;

/// <summary>The sequences of math.random, as redis-server 7.0.15 gives them.</summary>
public sealed class RandomTests
{
    private const string FiveNumbers = "local t = {} for i = 1, 5 do t[i] = math.random(1000) end return table.concat(t, ',')";

    [Theory]
    [InlineData("0", "171,750,97,871,578")]
    [InlineData("-1", "301,46,358,405,590")]
    public void Random_AfterASeed_RepeatsTheSequenceOfRedis(string seed, string expected) =>
        Assert.Equal(expected, Snippet.Run(Snippet.Open(), $"math.randomseed({seed}) {FiveNumbers}"));

    [Fact]
    public void Random_OfEachKind_DrawsFromOneSequence() => Assert.Equal(
        "0.87885112309775 | 80 | -2",
        Snippet.Run(Snippet.Open(), "math.randomseed(10) return math.random(), math.random(100), math.random(-50, 50)"));

    [Fact]
    public void Random_InTheNextScript_GoesOnWithTheSequence()
    {
        LuaState state = Snippet.Open();
        Assert.Equal("397,841,354,447,319", Snippet.Run(state, FiveNumbers));
        Assert.Equal("887,16,585,160,384", Snippet.Run(state, FiveNumbers));
    }

    [Fact]
    public void Register_WithOneGenerator_SharesTheSequence()
    {
        var random = new Drand48();
        LuaState first = Snippet.Open();
        LuaState second = Snippet.Open();
        MathLibrary.Register(first, random);
        MathLibrary.Register(second, random);
        Assert.Equal("397,841,354,447,319", Snippet.Run(first, FiveNumbers));
        Assert.Equal("887,16,585,160,384", Snippet.Run(second, FiveNumbers));
    }
}
