using System.IO.Hashing;
using ScriptGrid.Engine.Compression;

namespace ScriptGrid.Tests.Engine.Compression;

/// <summary>The sum of a stream, put together from the sums of its pieces.</summary>
public sealed class GzipSumTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 160 * 1024)]
    [InlineData(160 * 1024, 1_000_003)]
    public void Combine_TwoPieces_IsTheSumOfBoth(int front, int back)
    {
        byte[] text = new byte[front + back];
        new Random(front).NextBytes(text);

        uint sum = GzipSum.Combine(Crc32.HashToUInt32(text.AsSpan(0, front)), Crc32.HashToUInt32(text.AsSpan(front)), back);

        Assert.Equal(Crc32.HashToUInt32(text), sum);
    }
}
