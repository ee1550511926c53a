namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A string: an integer, an array that was stored whole, or a buffer of its own that can grow and change.</summary>
internal sealed class StringValue : RedisValue
{
    private const int MaxEmbeddedBytes = 44;
    private const int SharedIntegers = 10_000;

    private byte[]? _bytes;
    private int _length;
    private bool _owned;
    private bool _raw;
    private readonly long _integer;

    /// <summary>Creates a value as SET stores it: as an integer if the text is one.</summary>
    internal StringValue(byte[] bytes, bool mayBeInteger = true)
    {
        if (mayBeInteger && Integers.TryParse(bytes, out _integer))
        {
            return;
        }

        _bytes = bytes;
        _length = bytes.Length;
        _raw = bytes.Length > MaxEmbeddedBytes;
    }

    internal StringValue(long integer) => _integer = integer;

    /// <summary>Creates a value in Redis's raw encoding, even if it is short.</summary>
    internal static StringValue Raw(byte[] bytes) => new(bytes, mayBeInteger: false) { _raw = true };

    internal override string Type => "string";

    internal override string Encoding => _bytes is null ? "int" : _raw ? "raw" : "embstr";

    internal override long MemoryBytes =>
        _bytes is null ? MemorySize.Object
        : _raw ? MemorySize.Object + MemorySize.String(_bytes.Length)
        : MemorySize.Allocated(MemorySize.Object + 3 + _length + 1);

    internal int Length => _bytes is null ? Integers.ToBytes(_integer).Length : _length;

    /// <summary>Whether Redis shares one object for all values like this one.</summary>
    internal bool IsShared => _bytes is null && _integer is >= 0 and < SharedIntegers;

    /// <summary>The bytes, valid until the next change.</summary>
    internal ReadOnlySpan<byte> Span => _bytes is null ? Integers.ToBytes(_integer) : _bytes.AsSpan(0, _length);

    /// <summary>Returns the bytes in an array that never changes again.</summary>
    internal byte[] ToArray()
    {
        if (_bytes is null)
        {
            return Integers.ToBytes(_integer);
        }

        if (_bytes.Length != _length)
        {
            _bytes = _bytes.AsSpan(0, _length).ToArray();
        }

        _owned = false;
        return _bytes;
    }

    internal bool TryGetInteger(out long integer)
    {
        integer = _integer;
        return _bytes is null || Integers.TryParse(Span, out integer);
    }

    internal void Append(ReadOnlySpan<byte> tail)
    {
        int at = Length;
        tail.CopyTo(Writable(at + tail.Length)[at..]);
    }

    /// <summary>Returns the bytes to be changed in place, extended with zeros to at least this length.</summary>
    internal Span<byte> Writable(int length)
    {
        int old = Length;
        length = Math.Max(length, old);
        if (!_owned || length > _bytes!.Length)
        {
            int capacity = length > old && _raw ? (int)Math.Min(Array.MaxLength, length * 2L) : length;
            byte[] grown = new byte[capacity];
            Span.CopyTo(grown);
            _bytes = grown;
            _owned = true;
        }

        _length = length;
        _raw = true;
        return _bytes.AsSpan(0, length);
    }

    internal override RedisValue Copy() => _bytes is null ? new StringValue(_integer) : new StringValue(ToArray(), mayBeInteger: false) { _raw = _raw };
}
