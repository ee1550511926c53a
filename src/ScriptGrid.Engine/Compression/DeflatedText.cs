using System.Buffers.Binary;
using System.IO.Hashing;

namespace ScriptGrid.Engine.Compression;

/// <summary>Text that was compressed earlier, perhaps by another process, and is put on a page as it is.</summary>
/// <param name="Blocks">Deflate blocks that end on a byte boundary, none of them marked as the last one.</param>
/// <param name="Sum">The CRC-32 of the text.</param>
/// <param name="Length">The length of the text in bytes.</param>
internal readonly record struct DeflatedText(ReadOnlyMemory<byte> Blocks, uint Sum, int Length)
{
    private const int HeadBytes = sizeof(uint) + sizeof(int);

    /// <summary>Returns the most room that <see cref="Write"/> may need for text of a length.</summary>
    public static int MostBytes(int length) => HeadBytes + PageDeflate.MostBytes(length);

    /// <summary>Compresses text, and writes it in the form that <see cref="Read"/> reads.</summary>
    /// <returns>The number of bytes written.</returns>
    /// <inheritdoc cref="PageDeflate.Compress"/>
    public static int Write(ReadOnlySpan<byte> text, int length, Span<byte> output)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output, Crc32.HashToUInt32(text[..length]));
        BinaryPrimitives.WriteInt32LittleEndian(output[sizeof(uint)..], length);
        return HeadBytes + PageDeflate.Compress(text, length, output[HeadBytes..]);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, without copying.</summary>
    public static DeflatedText Read(ReadOnlyMemory<byte> written) => new(
        written[HeadBytes..],
        BinaryPrimitives.ReadUInt32LittleEndian(written.Span),
        BinaryPrimitives.ReadInt32LittleEndian(written.Span[sizeof(uint)..]));
}
