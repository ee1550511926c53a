using System.Buffers;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Builds a string, in pooled memory unless it is large. An error on the way may leave it behind: its memory then goes to the collector, not back to the pool.</summary>
internal ref struct ByteBuilder
{
    /// <summary>Below it a string is not worth asking whether the script may hold it.</summary>
    private const int FreeBytes = 64 << 10;

    /// <summary>What is larger is not worth keeping in the pool.</summary>
    private const int PooledBytes = 1 << 20;

    private readonly LuaState _state;
    private Span<byte> _bytes;
    private byte[]? _rented;

    /// <summary>Starts in <paramref name="scratch"/>, usually memory of the caller's stack.</summary>
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

    /// <summary>Room for at least <paramref name="count"/> bytes; <see cref="Advance"/> says how many of them were written.</summary>
    internal Span<byte> Reserve(int count)
    {
        if (count > _bytes.Length - Length)
        {
            Grow(count);
        }

        return _bytes[Length..];
    }

    internal void Advance(int count) => Length += count;

    /// <summary>A number as <c>tostring</c> gives it.</summary>
    internal void Append(double number) => Length += LuaNumber.Format(number, Reserve(LuaNumber.MaxLength));

    /// <summary>What was appended so far.</summary>
    internal readonly ReadOnlySpan<byte> Written => _bytes[..Length];

    /// <summary>The string, and the end of this builder.</summary>
    internal LuaString Finish()
    {
        _state.ChargeMemory(Length);
        LuaString result = Length == 0 ? LuaString.Empty : new LuaString(Written);
        Release();
        return result;
    }

    /// <summary>Gives the memory back.</summary>
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

    /// <summary>Counts a large buffer among what the script holds.</summary>
    private readonly void Account(int bytes)
    {
        if (Math.Abs(bytes) > FreeBytes)
        {
            _state.Memory.Building += bytes;
        }
    }
}
