using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class LineChunksTests
{
    private const int LineBytes = 100;

    /// <summary>The lines of a family of 150,000 targets, some 15 MB.</summary>
    private const int Lines = 150_000;

    [Fact]
    public void Append_ManyLines_AreThereInOrder()
    {
        using var chunks = new LineChunks();
        byte[] expected = new byte[200_000];
        new Random(1).NextBytes(expected);

        foreach (byte[] line in expected.Chunk(999))
        {
            chunks.Append(line);
        }

        Assert.Equal(expected.Length, chunks.Length);
        Assert.Equal(expected, chunks.Pieces.SelectMany(static piece => piece.ToArray()));
    }

    [Fact]
    public void Append_AfterLikeLinesWereDisposed_AllocatesNextToNothing()
    {
        // Other tests may have the arrays when a round takes place.
        long least = Enumerable.Range(0, 20).Min(static _ => AllocatedByARound());

        Assert.InRange(least, 0, 64 * 1024);
    }

    private static long AllocatedByARound()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var chunks = new LineChunks();
        Span<byte> line = stackalloc byte[LineBytes];
        for (int i = 0; i < Lines; i++)
        {
            chunks.Append(line);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
