using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>
/// Reads what <see cref="RdbWriter"/> writes, from sources that are not trusted. If something is missing or invalid, the reader becomes broken, and from then
/// on returns only zeros and empty strings. It allocates no memory for content that the source announces but does not have.
/// </summary>
internal ref struct RdbReader(ReadOnlySpan<byte> source)
{
    private const int MaxStringBytes = 512 << 20;
    private const int MaxExpansion = 264;

    private ReadOnlySpan<byte> _rest = source;

    internal bool IsBroken { get; private set; }

    internal readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The number of bytes that are left; 0 if the reader is broken.</summary>
    internal readonly int Left => _rest.Length;

    internal RdbType Type() => (RdbType)Byte();

    internal byte Byte() => TryTake(1, out ReadOnlySpan<byte> bytes) ? bytes[0] : (byte)0;

    /// <summary>Reads a number of eight bytes, lowest byte first.</summary>
    internal long Number() => TryTake(sizeof(long), out ReadOnlySpan<byte> bytes) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    internal double Double() => BitConverter.Int64BitsToDouble(Number());

    internal StreamId Id() => TryTake(RdbFormat.IdBytes, out ReadOnlySpan<byte> bytes) ? RdbFormat.Id(bytes) : StreamId.Min;

    internal StreamId IdAsLengths() => new(Length(), Length());

    internal ReadOnlySpan<byte> Raw(int count) => TryTake(count, out ReadOnlySpan<byte> bytes) ? bytes : [];

    /// <summary>Marks the reader as broken, because what it read makes no sense.</summary>
    internal void Break()
    {
        IsBroken = true;
        _rest = [];
    }

    /// <summary>Reads the number of items that follow, each of which takes at least one byte.</summary>
    internal int Count()
    {
        ulong count = Length();
        if (count > (ulong)_rest.Length)
        {
            Break();
        }

        return IsBroken ? 0 : (int)count;
    }

    internal ulong Length()
    {
        byte first = Byte();
        if (first >= RdbFormat.FirstSpecialTag)
        {
            Break();
        }

        return Length(first);
    }

    internal byte[] String()
    {
        byte first = Byte();
        return first switch
        {
            < RdbFormat.FirstSpecialTag => Plain(Length(first)),
            RdbFormat.ByteTag => Text((sbyte)Byte()),
            RdbFormat.ShortTag => Text(TryTake(sizeof(short), out ReadOnlySpan<byte> bytes) ? BinaryPrimitives.ReadInt16LittleEndian(bytes) : 0),
            RdbFormat.IntegerTag => Text(TryTake(sizeof(int), out ReadOnlySpan<byte> bytes) ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0),
            RdbFormat.CompressedTag => Compressed(),
            _ => Broken(),
        };
    }

    private ulong Length(byte first)
    {
        switch (first)
        {
            case < RdbFormat.MediumTag:
                return first;
            case < RdbFormat.LongTag:
                return (ulong)(((first & ~RdbFormat.MediumTag) << 8) | Byte());
            case RdbFormat.LongTag:
                return TryTake(sizeof(uint), out ReadOnlySpan<byte> four) ? BinaryPrimitives.ReadUInt32BigEndian(four) : 0;
            case RdbFormat.HugeTag:
                return TryTake(sizeof(ulong), out ReadOnlySpan<byte> eight) ? BinaryPrimitives.ReadUInt64BigEndian(eight) : 0;
            default:
                Break();
                return 0;
        }
    }

    private byte[] Plain(ulong length) => TryTake(length, out ReadOnlySpan<byte> bytes) ? bytes.ToArray() : [];

    private byte[] Compressed()
    {
        ulong compressed = Length();
        ulong length = Length();
        if (length == 0 || length > MaxStringBytes || length > compressed * MaxExpansion || !TryTake(compressed, out ReadOnlySpan<byte> bytes))
        {
            return Broken();
        }

        byte[] text = new byte[length];
        return Lzf.TryExpand(bytes, text) ? text : Broken();
    }

    private readonly byte[] Text(int number) => IsBroken ? [] : Integers.ToBytes(number);

    private byte[] Broken()
    {
        Break();
        return [];
    }

    private bool TryTake(ulong count, out ReadOnlySpan<byte> bytes) => TryTake((int)Math.Min(count, int.MaxValue), out bytes);

    private bool TryTake(int count, out ReadOnlySpan<byte> bytes)
    {
        if (count > _rest.Length)
        {
            Break();
        }

        bytes = IsBroken ? [] : _rest[..count];
        _rest = IsBroken ? [] : _rest[count..];
        return !IsBroken;
    }
}
