using System.Buffers;
using System.Text;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

public sealed class BucketBoundsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a 1\n")]
    [InlineData("a_bucket{le=\"0.5\"} 1\n")]
    [InlineData("a_bucket{le=\"+Inf\"} 1\n")]
    [InlineData("a_bucket{le=\"1e+20\"} 1\n")]
    [InlineData("a{role=\"1\"} 1\n")]
    [InlineData("a{x=\",le=\\\"1\\\"\"} 1\n")]
    public void Write_NoWholeBound_IsThePageItself(string page) => Assert.Equal(page, Write(page));

    [Fact]
    public void Write_WholeBounds_AreFloats() => Assert.Equal(
        "a_bucket{le=\"-5.0\"} 1\na_bucket{le=\"0.0\"} 1\nb_bucket{op=\"1\",le=\"10.0\"} 1\nb_bucket{op=\"1\",le=\"+Inf\"} 1\n",
        Write("a_bucket{le=\"-5\"} 1\na_bucket{le=\"0\"} 1\nb_bucket{op=\"1\",le=\"10\"} 1\nb_bucket{op=\"1\",le=\"+Inf\"} 1\n"));

    private static string Write(string page)
    {
        var output = new ArrayBufferWriter<byte>();
        BucketBounds.Write(output, Encoding.UTF8.GetBytes(page));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
