using System.Buffers;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>
/// Builds a string in pooled memory, unless it is large. If an error abandons the builder, its memory is garbage-collected instead of returned to the pool.
/// </summary>
internal ref struct ByteBuilder
{
    /// <summary>Buffers up to this size are not checked against what the script may hold.</summary>
    private const int FreeBytes = 64 << 10;

    /// <summary>Buffers above this size are not worth keeping in the pool.</summary>
    private const int PooledBytes = 1 << 20;

    private readonly LuaState _state;
    private Span<byte> _bytes;
    private byte[]? _rented;

    /// <summary>Starts with <paramref name="scratch"/>, which is usually memory of the caller's stack.</summary>
    internal ByteBuilder(LuaState state, Span<byte> scratch)
    {
        _state = state;
        _bytes = scratch;
    }

    internal int Length { get; private set; }

    internal void Append(byte value)
    {
        if (Length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[Length++] = value;
    }

    internal void Append(scoped ReadOnlySpan<byte> values)
    {
        values.CopyTo(Reserve(values.Length));
        Length += values.Length;
    }

    /// <summary>
    /// Returns room for at least <paramref name="count"/> bytes. The caller must call <see cref="Advance"/> with the number of bytes that it wrote.
    /// </summary>
    internal Span<byte> Reserve(int count)
    {
        if (count > _bytes.Length - Length)
        {
            Grow(count);
        }

        return _bytes[Length..];
    }

    internal void Advance(int count) => Length += count;

    /// <summary>Appends a number in the form of <c>tostring</c>.</summary>
    internal void Append(double number) => Length += LuaNumber.Format(number, Reserve(LuaNumber.MaxLength));

    /// <summary>The bytes that were appended so far.</summary>
    internal readonly ReadOnlySpan<byte> Written => _bytes[..Length];

    /// <summary>Returns the string and releases the builder.</summary>
    internal LuaString Finish()
    {
        _state.ChargeMemory(Length);
        LuaString result = Length == 0 ? LuaString.Empty : new LuaString(Written);
        Release();
        return result;
    }

    /// <summary>Returns the memory to the pool.</summary>
    internal void Release()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }

        Account(-_bytes.Length);
        _bytes = [];
        Length = 0;
    }

    private void Grow(int count)
    {
        long wanted = (long)Length + count;
        if (wanted > FreeBytes)
        {
            _state.ChargeMemory(wanted);
        }

        long size = Math.Max(wanted, Math.Min(Math.Max(256, _bytes.Length * 2L), _state.Limits.MaxStringBytes));
        byte[]? rented = size <= PooledBytes ? ArrayPool<byte>.Shared.Rent((int)size) : null;
        byte[] grown = rented ?? GC.AllocateUninitializedArray<byte>((int)size);
        Written.CopyTo(grown);
        Account(-_bytes.Length);
        Account(grown.Length);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _rented = rented;
        _bytes = grown;
    }

    /// <summary>Adds a large buffer to the memory that the script holds.</summary>
    private readonly void Account(int bytes)
    {
        if (Math.Abs(bytes) > FreeBytes)
        {
            _state.Memory.Building += bytes;
        }
    }
}
