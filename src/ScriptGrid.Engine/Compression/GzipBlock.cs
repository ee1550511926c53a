using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;

namespace ScriptGrid.Engine.Compression;

/// <summary>
/// A part of a page that is compressed independently of the parts before it: deflate blocks that end on a byte boundary, none marked as the last (RFC 1951).
/// </summary>
internal sealed class GzipBlock : IDisposable
{
    /// <summary>The most text in one block. A larger block would compress no better.</summary>
    public const int TextBytes = 160 * 1024;

    /// <summary>Has room for text that grows by half, which text unlike that of pages may do.</summary>
    private const int BufferBytes = 256 * 1024;

    /// <summary>
    /// A separate pool, because the shared one keeps large arrays for each core. It has room for the blocks that two pages compress at a time.
    /// </summary>
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(BufferBytes, 4 * (Environment.ProcessorCount + 1));

    private readonly byte[] _text = Pool.Rent(BufferBytes);
    private byte[] _compressed = [];

    /// <summary>The length of the text.</summary>
    public int Length { get; private set; }

    /// <summary>The room for more text.</summary>
    public Memory<byte> Room => _text.AsMemory(Length, TextBytes - Length);

    /// <summary>Counts text that was written to <see cref="Room"/>.</summary>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Compresses the text as one of a page's many blocks.</summary>
    public DeflatedText Compress()
    {
        _compressed = Pool.Rent(BufferBytes);
        return Compressed(PageDeflate.Compress(_text, Length, _compressed));
    }

    /// <summary>
    /// Compresses the text of a page that is a single block. Most of such a page may be families of a line or two, in which <see cref="PageDeflate"/> finds
    /// little.
    /// </summary>
    public DeflatedText CompressWhole()
    {
        _compressed = Pool.Rent(BufferBytes);
        var sink = new MemoryStream(_compressed);
        using var deflate = new DeflateStream(sink, CompressionLevel.Fastest, leaveOpen: true);
        deflate.Write(_text, 0, Length);
        deflate.Flush();

        // Disposing the stream writes a block that is marked as the last one. It is not counted.
        return Compressed((int)sink.Position);
    }

    /// <summary>Returns the memory to the pool.</summary>
    public void Dispose()
    {
        Pool.Return(_text);
        if (_compressed.Length > 0)
        {
            Pool.Return(_compressed);
        }
    }

    private DeflatedText Compressed(int length) => new(_compressed.AsMemory(0, length), Crc32.HashToUInt32(_text.AsSpan(0, Length)), Length);
}
