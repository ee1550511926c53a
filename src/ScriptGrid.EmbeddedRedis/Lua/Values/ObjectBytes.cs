namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>What objects of .NET take on machines of 64 bits.</summary>
internal static class ObjectBytes
{
    /// <summary>An object with a few fields.</summary>
    internal const int Small = 40;

    /// <summary>A table without entries.</summary>
    internal const int Table = 64;

    /// <summary>A table with its first entries.</summary>
    internal const int SmallTable = 256;

    private const int Header = 24;

    /// <summary>An array whose items take so many bytes together.</summary>
    internal static long OfArray(long content) => content == 0 ? 0 : Header + ((content + 7) & ~7L);

    /// <summary>A string of Lua with bytes of its own.</summary>
    internal static long OfString(long length) => Header + OfArray(length);
}
