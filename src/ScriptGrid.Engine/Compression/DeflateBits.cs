using System.Runtime.CompilerServices;

namespace ScriptGrid.Engine.Compression;

/// <summary>Writes bits to bytes, the first bit lowest. It does not check the room; the caller must ensure that there is enough.</summary>
internal ref struct DeflateBits(ref byte output)
{
    private readonly ref byte _output = ref output;
    private nint _at;
    private ulong _bits;
    private int _count;

    /// <summary>The number of bytes written.</summary>
    public readonly int Length => (int)_at;

    /// <summary>Appends bits. At most 56 bits fit between one <see cref="Flush"/> and the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong value, int count)
    {
        _bits |= value << _count;
        _count += count;
    }

    /// <summary>Writes all whole bytes; up to seven bits remain. Touches eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref _output, _at), _bits);
        int bytes = _count >> 3;
        _at += bytes;
        _bits >>= bytes << 3;
        _count &= 7;
    }

    /// <summary>Ends on a byte boundary, by an empty stored block.</summary>
    public void Align()
    {
        Add(0, 3);
        _count = (_count + 7) & ~7;
        Flush();
        Add(0xffff_0000, 32);
        Flush();
    }
}
