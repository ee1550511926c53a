using System.Buffers.Binary;
using System.IO.Hashing;

namespace ScriptGrid.Engine.Compression;

/// <summary>Text that was compressed before, perhaps by another process, to go on a page as it is.</summary>
/// <param name="Blocks">Deflate blocks that end on a whole byte, none of them marked as the last one.</param>
/// <param name="Sum">The sum of the text.</param>
/// <param name="Length">The text's length.</param>
internal readonly record struct DeflatedText(ReadOnlyMemory<byte> Blocks, uint Sum, int Length)
{
    private const int HeadBytes = sizeof(uint) + sizeof(int);

    /// <summary>The room that text of a length may need to be written in.</summary>
    public static int MostBytes(int length) => HeadBytes + PageDeflate.MostBytes(length);

    /// <summary>Compresses text, and writes what <see cref="Read"/> reads.</summary>
    /// <returns>The length of what was written.</returns>
    /// <inheritdoc cref="PageDeflate.Compress"/>
    public static int Write(ReadOnlySpan<byte> text, int length, Span<byte> output)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output, Crc32.HashToUInt32(text[..length]));
        BinaryPrimitives.WriteInt32LittleEndian(output[sizeof(uint)..], length);
        return HeadBytes + PageDeflate.Compress(text, length, output[HeadBytes..]);
    }

    /// <summary>Reads it, and copies nothing.</summary>
    public static DeflatedText Read(ReadOnlyMemory<byte> written) => new(
        written[HeadBytes..],
        BinaryPrimitives.ReadUInt32LittleEndian(written.Span),
        BinaryPrimitives.ReadInt32LittleEndian(written.Span[sizeof(uint)..]));
}
