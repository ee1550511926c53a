using System.Text;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Tests.Engine.Exposition;

public sealed class ExpositionBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(100_000)]
    public void Append_TextOfAnyLength_IsThere(int length)
    {
        string text = new('x', length);
        var buffer = new ExpositionBuffer();

        buffer.Append("a"u8);
        buffer.Append(text);
        buffer.AppendLabel("name", text);

        Assert.Equal($"a{text}name=\"{text}\"", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void Append_ALine_TakesNoPage()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        var buffer = new ExpositionBuffer();
        buffer.Append("redis_up{target=\"10.0.0.1:6379\"} 1\n"u8);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1024);
    }
}
