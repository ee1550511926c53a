using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;

namespace ScriptGrid.Engine.Compression;

/// <summary>A part of a page, compressed without a look at the parts before it: deflate blocks that end on a whole byte, none marked as the last (RFC 1951).</summary>
internal sealed class GzipBlock : IDisposable
{
    /// <summary>Most text of one block. A larger one would compress no better.</summary>
    public const int TextBytes = 160 * 1024;

    /// <summary>Text may grow by half, where it is not what pages are made of.</summary>
    private const int BufferBytes = 256 * 1024;

    /// <summary>A pool of its own, since the shared one keeps large arrays for each core. It has room for what two pages have at work.</summary>
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(BufferBytes, 4 * (Environment.ProcessorCount + 1));

    private readonly byte[] _text = Pool.Rent(BufferBytes);
    private byte[] _compressed = [];

    /// <summary>How much text there is.</summary>
    public int Length { get; private set; }

    /// <summary>Room for more text.</summary>
    public Memory<byte> Room => _text.AsMemory(Length, TextBytes - Length);

    /// <summary>Counts text that was written to <see cref="Room"/>.</summary>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Compresses the text, as one of a page's many blocks.</summary>
    public DeflatedText Compress()
    {
        _compressed = Pool.Rent(BufferBytes);
        return Compressed(PageDeflate.Compress(_text, Length, _compressed));
    }

    /// <summary>Compresses the text of a page that is one block: most of it may be families of a line or two, in which <see cref="PageDeflate"/> finds little.</summary>
    public DeflatedText CompressWhole()
    {
        _compressed = Pool.Rent(BufferBytes);
        var sink = new MemoryStream(_compressed);
        using var deflate = new DeflateStream(sink, CompressionLevel.Fastest, leaveOpen: true);
        deflate.Write(_text, 0, Length);
        deflate.Flush();

        // What the stream writes when it is disposed would be the end of all.
        return Compressed((int)sink.Position);
    }

    /// <summary>Gives its memory back.</summary>
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
