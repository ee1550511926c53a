namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>The elements of a small hash or sorted set, which lie in one string of a form that the payload's type says.</summary>
internal static class PackedElements
{
    /// <summary>The elements, by twos; false where anything of the string contradicts itself.</summary>
    internal static bool TryReadPairs(RdbType type, ReadOnlySpan<byte> bytes, out List<byte[]> elements)
    {
        bool isGood = type switch
        {
            RdbType.HashZipmap => Zipmap.TryRead(bytes, out elements),
            RdbType.HashZiplist or RdbType.SortedSetZiplist => Ziplist.TryRead(bytes, out elements),
            _ => Listpack.TryRead(bytes, out elements),
        };
        return isGood && elements.Count % 2 == 0;
    }
}
