using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Runtime;

/// <summary>Random programs: whatever they do, they end with results or an error of Lua's, within their budget.</summary>
public sealed class FuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Run_RandomPrograms_EndInTime(int seed)
    {
        var random = new Random(seed);
        int ran = 0;
        for (int i = 0; i < 1000; i++)
        {
            int asked = 0;
            var limits = new LuaLimits
            {
                StepsBetweenInterrupts = 1000,
                MaxMemoryBytes = 128 << 20,
                MaxStringBytes = 1 << 20,
                Interrupt = () =>
                {
                    if (++asked > 20)
                    {
                        throw new LuaException("ended");
                    }
                },
            };
            string program = new RandomProgram(random).Next();
            string answer = LuaScript.Run(program, limits);
            Assert.True(asked < 5000, program);
            ran += answer.StartsWith("user_script:", StringComparison.Ordinal) ? 0 : 1;
        }

        Assert.InRange(ran, 900, 1000);
    }
}
