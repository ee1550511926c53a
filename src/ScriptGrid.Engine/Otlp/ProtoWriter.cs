using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ScriptGrid.Engine.Otlp;

/// <summary>Writes the fields of a Protocol Buffers message.</summary>
/// <remarks>The encoding is described at protobuf.dev/programming-guides/encoding.</remarks>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The bytes written so far.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Writes an integer as a varint.</summary>
    public ProtoWriter Number(int field, ulong value)
    {
        Tag(field, Varint);
        Raw(value);
        return this;
    }

    /// <summary>Writes a fixed 64-bit number.</summary>
    public ProtoWriter Fixed(int field, ulong value)
    {
        Tag(field, Fixed64);
        Eight(value);
        return this;
    }

    /// <summary>Writes a double.</summary>
    public ProtoWriter Double(int field, double value) => Fixed(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes a packed list of fixed 64-bit numbers.</summary>
    public ProtoWriter Packed(int field, IReadOnlyCollection<ulong> values)
    {
        Tag(field, Delimited);
        Raw((ulong)values.Count * sizeof(ulong));
        foreach (ulong value in values)
        {
            Eight(value);
        }

        return this;
    }

    /// <summary>Writes a string; an empty one is left out.</summary>
    public ProtoWriter Text(int field, string value)
    {
        if (value.Length > 0)
        {
            Tag(field, Delimited);
            Raw((ulong)Encoding.UTF8.GetByteCount(value));
            Encoding.UTF8.GetBytes(value, _bytes);
        }

        return this;
    }

    /// <summary>Writes a nested message.</summary>
    public ProtoWriter Message(int field, ProtoWriter message)
    {
        Tag(field, Delimited);
        Raw((ulong)message._bytes.WrittenCount);
        _bytes.Write(message._bytes.WrittenSpan);
        return this;
    }

    private void Tag(int field, int type) => Raw(((ulong)field << 3) | (uint)type);

    private void Raw(ulong value)
    {
        Span<byte> span = _bytes.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        _bytes.Advance(length);
    }

    private void Eight(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(sizeof(ulong)), value);
        _bytes.Advance(sizeof(ulong));
    }
}
