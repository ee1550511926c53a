using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

public class PreparationTests
{
    [Fact]
    public void Run_ItsScript_EndsWithoutAnError() => Assert.True(Preparation.Run());
}
