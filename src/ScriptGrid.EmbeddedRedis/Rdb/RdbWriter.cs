using System.Buffers;
using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Writes lengths, strings and numbers in the format of RDB files.</summary>
/// <param name="compresses">Whether strings are compressed if that makes them shorter.</param>
internal sealed class RdbWriter(bool compresses)
{
    private const int LongestInteger = 11;
    private const int ShortestCompressed = 21;
    private const int LeastGain = 4;

    private readonly ArrayBufferWriter<byte> _target = new();

    internal ReadOnlySpan<byte> Written => _target.WrittenSpan;

    internal void Type(RdbType type) => Byte((byte)type);

    internal void Byte(byte value) => Raw([value]);

    internal void Raw(ReadOnlySpan<byte> bytes) => _target.Write(bytes);

    /// <summary>Writes a length in one, two, five or nine bytes.</summary>
    internal void Length(ulong length)
    {
        if (length < 1 << 6)
        {
            Byte((byte)length);
        }
        else if (length < 1 << 14)
        {
            Raw([(byte)(RdbFormat.MediumTag | (length >> 8)), (byte)length]);
        }
        else if (length <= uint.MaxValue)
        {
            Byte(RdbFormat.LongTag);
            BinaryPrimitives.WriteUInt32BigEndian(Next(sizeof(uint)), (uint)length);
        }
        else
        {
            Byte(RdbFormat.HugeTag);
            BinaryPrimitives.WriteUInt64BigEndian(Next(sizeof(ulong)), length);
        }
    }

    /// <summary>Writes a number of eight bytes, lowest byte first.</summary>
    internal void Number(long number) => BinaryPrimitives.WriteInt64LittleEndian(Next(sizeof(long)), number);

    /// <summary>Writes a number of two bytes, lowest byte first.</summary>
    internal void ShortNumber(ushort number) => BinaryPrimitives.WriteUInt16LittleEndian(Next(sizeof(ushort)), number);

    /// <summary>Writes the id of a stream's entry, highest byte first.</summary>
    internal void Id(StreamId id) => Raw(RdbFormat.Bytes(id));

    /// <summary>Writes the id of a stream's entry as two lengths.</summary>
    internal void IdAsLengths(StreamId id)
    {
        Length(id.Milliseconds);
        Length(id.Sequence);
    }

    /// <summary>Writes a string: as a number if the text is one, otherwise compressed if that is shorter.</summary>
    internal void String(ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestInteger && Integers.TryParse(text, out long number) && number is >= int.MinValue and <= int.MaxValue)
        {
            Integer((int)number);
        }
        else if (text.Length < ShortestCompressed || !compresses || !TryCompress(text))
        {
            Length((ulong)text.Length);
            Raw(text);
        }
    }

    private void Integer(int number)
    {
        if (number is >= sbyte.MinValue and <= sbyte.MaxValue)
        {
            Raw([RdbFormat.ByteTag, (byte)number]);
        }
        else if (number is >= short.MinValue and <= short.MaxValue)
        {
            Byte(RdbFormat.ShortTag);
            BinaryPrimitives.WriteInt16LittleEndian(Next(sizeof(short)), (short)number);
        }
        else
        {
            Byte(RdbFormat.IntegerTag);
            BinaryPrimitives.WriteInt32LittleEndian(Next(sizeof(int)), number);
        }
    }

    private bool TryCompress(ReadOnlySpan<byte> text)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(text.Length);
        int length = LzfCompressor.Compress(text, buffer.AsSpan(0, text.Length - LeastGain));
        if (length > 0)
        {
            Byte(RdbFormat.CompressedTag);
            Length((ulong)length);
            Length((ulong)text.Length);
            Raw(buffer.AsSpan(0, length));
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return length > 0;
    }

    private Span<byte> Next(int bytes)
    {
        Span<byte> next = _target.GetSpan(bytes)[..bytes];
        _target.Advance(bytes);
        return next;
    }
}
