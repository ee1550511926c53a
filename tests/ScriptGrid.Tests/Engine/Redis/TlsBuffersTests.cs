using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class TlsBuffersTests
{
    [Fact]
    public void AreMapped_CLibraryThatKnowsTheSetting_IsTrue() => Assert.True(TlsBuffers.AreMapped);
}
