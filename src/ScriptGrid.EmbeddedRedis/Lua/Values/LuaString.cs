using System.Text;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>A byte string. Its bytes never change, because they are shared with Redis values and replies.</summary>
internal sealed class LuaString : LuaObject, IEquatable<LuaString>
{
    /// <summary>Reading all bytes of a string of at least this size is charged.</summary>
    private const int LongBytes = 4096;

    /// <summary>The number of bytes that cost as much to compare as a table slot costs to examine.</summary>
    private const int BytesPerSlot = 4;

    private readonly byte[] _bytes;
    private int _hash;

    /// <summary>Takes over <paramref name="bytes"/>, which must not change from now on.</summary>
    internal LuaString(byte[] bytes)
    {
        _bytes = bytes;
    }

    internal LuaString(ReadOnlySpan<byte> bytes)
        : this(bytes.ToArray())
    {
    }

    internal static LuaString Empty { get; } = new([]);

    internal override LuaType Type => LuaType.String;

    internal int Length => _bytes.Length;

    internal ReadOnlySpan<byte> Span => _bytes;

    /// <summary>The bytes themselves, which must not be changed.</summary>
    internal byte[] Bytes => _bytes;

    /// <summary>Returns the string whose bytes are the characters of <paramref name="text"/>. This is the inverse of <see cref="ToText"/>.</summary>
    internal static LuaString FromText(string text) => new(Encoding.Latin1.GetBytes(text));

    public bool Equals(LuaString? other) =>
        ReferenceEquals(this, other)
        || (other is not null && GetHashCode() == other.GetHashCode() && HasSameBytes(other));

    private bool HasSameBytes(LuaString other)
    {
        ChargeReading(_bytes.Length / BytesPerSlot);
        return _bytes.AsSpan().SequenceEqual(other._bytes);
    }

    /// <summary>Charges the current script for reading all bytes.</summary>
    private void ChargeReading(int slots)
    {
        if (_bytes.Length >= LongBytes)
        {
            LuaTable.Charge?.Invoke(slots, 0);
        }
    }

    public override bool Equals(object? obj) => Equals(obj as LuaString);

    /// <summary>Returns the hash that Lua 5.1 computes for its strings, because the order of <c>pairs</c> depends on it.</summary>
    public override int GetHashCode() => _hash != 0 ? _hash : ComputeHash();

    /// <summary>Computes the hash from the end, with the length as the seed. All bytes count, as in the Lua that Redis ships.</summary>
    private int ComputeHash()
    {
        byte[] bytes = _bytes;
        ChargeReading(bytes.Length);
        uint hash = (uint)bytes.Length;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            hash ^= (hash << 5) + (hash >> 2) + bytes[i];
        }

        return _hash = (int)hash;
    }

    internal override long Visit(HeapWalk walk) => ObjectBytes.OfString(0) + walk.BytesOf(_bytes);

    /// <summary>Returns one character for each byte, so that no byte is lost in messages and replies.</summary>
    internal string ToText() => Encoding.Latin1.GetString(_bytes);

    /// <summary>Returns the bytes decoded as UTF-8, for people.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes);
}
