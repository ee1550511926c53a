namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

/// <summary>One sequence of math.random serves scripts and functions and outlives flushes, as in Redis 7.0.15.</summary>
public sealed class RandomSequenceTests(ScriptedServer server) : IClassFixture<ScriptedServer>
{
    private const string Script = "return math.random(1000)";

    private const string Library = "#!lua name=x\nredis.register_function('r', function() return math.random(1000) end)";

    [Fact]
    public async Task Random_InScriptsAndFunctions_GoesOnAcrossAFlush()
    {
        Assert.Equal(":397\r\n", await server.RunAsync("EVAL", Script, "0"));
        Assert.Equal(":841\r\n", await server.RunAsync("EVAL", Script, "0"));
        Assert.Equal("+OK\r\n", await server.RunAsync("SCRIPT", "FLUSH"));
        Assert.Equal(":354\r\n", await server.RunAsync("EVAL", Script, "0"));
        Assert.Equal("$1\r\nx\r\n", await server.RunAsync("FUNCTION", "LOAD", Library));
        Assert.Equal(":447\r\n", await server.RunAsync("FCALL", "r", "0"));
        Assert.Equal(":319\r\n", await server.RunAsync("EVAL", Script, "0"));
    }
}
