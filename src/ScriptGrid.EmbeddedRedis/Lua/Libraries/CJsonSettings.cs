using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The settings of one <c>cjson</c> table, and memory that it keeps between calls.</summary>
internal sealed class CJsonSettings
{
    private const int KeyCacheSize = 128;

    private const int MaxCachedKey = 32;

    private readonly LuaString?[] _keys = new LuaString?[KeyCacheSize];

    internal bool ConvertSparse { get; set; }

    internal int SparseRatio { get; set; } = 2;

    internal int SparseSafe { get; set; } = 10;

    internal int EncodeMaxDepth { get; set; } = 1000;

    internal int DecodeMaxDepth { get; set; } = 1000;

    internal int NumberPrecision { get; set; } = 14;

    /// <summary>Has no effect here, because memory is pooled.</summary>
    internal bool KeepBuffer { get; set; } = true;

    internal CJsonInvalidNumbers EncodeInvalidNumbers { get; set; }

    internal bool DecodeInvalidNumbers { get; set; } = true;

    /// <summary>Returns a string for the key of an object. Keys that repeat cost neither memory nor a new hash.</summary>
    internal LuaString Key(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaxCachedKey)
        {
            return new LuaString(text);
        }

        int mixed = (text.Length * 31) + (text[0] * 7) + (text[^1] * 17) + text[text.Length / 2];
        ref LuaString? cached = ref _keys[mixed & (KeyCacheSize - 1)];
        if (cached is null || !text.SequenceEqual(cached.Span))
        {
            cached = new LuaString(text);
        }

        return cached;
    }
}

/// <summary>How infinity and NaN are treated: as an error, by their names, or as null.</summary>
internal enum CJsonInvalidNumbers
{
    Off,
    On,
    Null,
}
