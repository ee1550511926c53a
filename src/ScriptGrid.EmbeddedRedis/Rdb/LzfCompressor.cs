namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>
/// Compresses with LZF. If the next three bytes occur at the last remembered place with the same hash, it emits a copy, which extends for as long as the bytes
/// agree. It remembers the same places as the library that Redis uses, so that the output is identical byte for byte.
/// </summary>
internal ref struct LzfCompressor
{
    private const int HashBits = 16;
    private const int MaxDistance = 1 << 13;
    private const int MaxLiterals = 1 << 5;
    private const int MaxCopy = (1 << 8) + (1 << 3);
    private const int MinCopy = 3;

    /// <summary>The library compares this many bytes without checking the limit if nearly that many are left.</summary>
    private const int UncheckedCopy = 19;
    private const int LongCopy = 7;

    private readonly ReadOnlySpan<byte> _source;
    private readonly Span<byte> _target;
    private readonly int[] _places;
    private int _read;
    private int _written;
    private int _literals;

    private LzfCompressor(ReadOnlySpan<byte> source, Span<byte> target)
    {
        _source = source;
        _target = target;
        _places = new int[1 << HashBits];
        _written = 1; // The first byte is reserved for the number of literals that follow.
    }

    /// <summary>Compresses the source and returns how many bytes of <paramref name="target"/> it takes; 0 if it does not fit.</summary>
    internal static int Compress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (source.IsEmpty || target.IsEmpty)
        {
            return 0;
        }

        var compressor = new LzfCompressor(source, target);
        return compressor.TryCompress() ? compressor._written : 0;
    }

    private bool TryCompress()
    {
        while (_read < _source.Length - 2)
        {
            int place = Remember(_read);
            int distance = _read - place - 1;
            bool isMatch = place > 0 && distance < MaxDistance && _source.Slice(place, MinCopy).SequenceEqual(_source.Slice(_read, MinCopy));
            if (isMatch ? !TryCopy(place, distance) : !TryTakeLiteral())
            {
                return false;
            }
        }

        if (_written + 3 > _target.Length)
        {
            return false;
        }

        while (_read < _source.Length)
        {
            TakeLiteral();
        }

        EndLiterals();
        return true;
    }

    /// <summary>Remembers a place under the hash of its three bytes, and returns the place that was remembered before; 0 if there is none.</summary>
    private readonly int Remember(int place)
    {
        int first = (_source[place] << 8) | _source[place + 1];
        int second = (_source[place + 1] << 8) | _source[place + 2];
        ref int slot = ref _places[(first - (second * 5)) & ((1 << HashBits) - 1)];
        int before = slot;
        slot = place;
        return before;
    }

    private bool TryTakeLiteral()
    {
        if (_written >= _target.Length)
        {
            return false;
        }

        TakeLiteral();
        return true;
    }

    private void TakeLiteral()
    {
        _target[_written++] = _source[_read++];
        _literals++;
        if (_literals == MaxLiterals)
        {
            EndLiterals();
            _written++;
        }
    }

    /// <summary>Fills in the number of literals. If there are none, removes the byte that was reserved for it.</summary>
    private void EndLiterals()
    {
        if (_literals == 0)
        {
            _written--;
        }
        else
        {
            _target[_written - _literals - 1] = (byte)(_literals - 1);
            _literals = 0;
        }
    }

    private bool TryCopy(int place, int distance)
    {
        if (_written - (_literals == 0 ? 1 : 0) + 4 >= _target.Length)
        {
            return false;
        }

        EndLiterals();
        int longest = Math.Min(_source.Length - _read - 2, MaxCopy);
        longest = longest > UncheckedCopy - 3 ? Math.Max(longest, UncheckedCopy) : longest;
        int length = Math.Max(MinCopy, _source.Slice(place, longest).CommonPrefixLength(_source.Slice(_read, longest)));
        int code = length - 2;
        _target[_written++] = (byte)((distance >> 8) + (Math.Min(code, LongCopy) << 5));
        if (code >= LongCopy)
        {
            _target[_written++] = (byte)(code - LongCopy);
        }

        _target[_written++] = (byte)distance;
        _written++;
        _read += length;
        if (_read < _source.Length - 2)
        {
            Remember(_read - 2);
            Remember(_read - 1);
        }

        return true;
    }
}
