using System.Buffers;
using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>
/// Writes a listpack: a header with its size and the number of elements, the elements, and an end mark. An element consists of its kind, its bytes, and the
/// length of both, which lets readers walk backwards. Integers are stored in binary.
/// </summary>
internal sealed class ListpackWriter
{
    private readonly ArrayBufferWriter<byte> _elements = new();
    private int _count;

    /// <summary>The size of the whole listpack in bytes.</summary>
    internal int Bytes => Listpack.HeaderBytes + _elements.WrittenCount + 1;

    internal int Count => _count;

    internal void Add(ReadOnlySpan<byte> element)
    {
        if (Integers.TryParse(element, out long number))
        {
            Add(number);
            return;
        }

        int before = _elements.WrittenCount;
        switch (element.Length)
        {
            case < 1 << 6:
                Write([(byte)(Listpack.ShortText | element.Length)]);
                break;
            case < 1 << 12:
                Write([(byte)(Listpack.MediumText | (element.Length >> 8)), (byte)element.Length]);
                break;
            default:
                Write([Listpack.LongText]);
                BinaryPrimitives.WriteInt32LittleEndian(_elements.GetSpan(sizeof(int)), element.Length);
                _elements.Advance(sizeof(int));
                break;
        }

        Write(element);
        End(before);
    }

    internal void Add(long number)
    {
        int before = _elements.WrittenCount;
        switch (MemorySize.ListpackInteger(number))
        {
            case 1:
                Write([(byte)number]);
                break;
            case 2:
                Write([(byte)(Listpack.SmallInteger | ((number >> 8) & 0x1F)), (byte)number]);
                break;
            case 3:
                WriteInteger(Listpack.Integer16, number, sizeof(short));
                break;
            case 4:
                WriteInteger(Listpack.Integer24, number, 3);
                break;
            case 5:
                WriteInteger(Listpack.Integer32, number, sizeof(int));
                break;
            default:
                WriteInteger(Listpack.Integer64, number, sizeof(long));
                break;
        }

        End(before);
    }

    internal byte[] ToArray()
    {
        byte[] listpack = new byte[Bytes];
        BinaryPrimitives.WriteInt32LittleEndian(listpack, listpack.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(listpack.AsSpan(sizeof(int)), (ushort)Math.Min(_count, Listpack.UnknownCount));
        _elements.WrittenSpan.CopyTo(listpack.AsSpan(Listpack.HeaderBytes));
        listpack[^1] = Listpack.End;
        return listpack;
    }

    private void WriteInteger(byte kind, long number, int bytes)
    {
        Span<byte> all = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(all, number);
        Write([kind]);
        Write(all[..bytes]);
    }

    /// <summary>Adds the back length of the element that begins at offset <paramref name="before"/>.</summary>
    private void End(int before)
    {
        Span<byte> back = stackalloc byte[Listpack.MaxBackLengthBytes];
        Write(back[..Listpack.WriteBackLength(_elements.WrittenCount - before, back)]);
        _count++;
    }

    private void Write(ReadOnlySpan<byte> bytes) => _elements.Write(bytes);
}
