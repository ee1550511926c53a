namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>The sizes of .NET objects on 64-bit machines, in bytes.</summary>
internal static class ObjectBytes
{
    /// <summary>An object with a few fields.</summary>
    internal const int Small = 40;

    /// <summary>A table without entries.</summary>
    internal const int Table = 64;

    /// <summary>A table with its first entries.</summary>
    internal const int SmallTable = 256;

    private const int Header = 24;

    /// <summary>Returns the size of an array whose items together take <paramref name="content"/> bytes.</summary>
    internal static long OfArray(long content) => content == 0 ? 0 : Header + ((content + 7) & ~7L);

    /// <summary>Returns the size of a Lua string with its own bytes.</summary>
    internal static long OfString(long length) => Header + OfArray(length);
}
