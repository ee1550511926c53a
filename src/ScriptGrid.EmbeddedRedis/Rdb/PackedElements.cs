namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads the elements of a small hash or sorted set, which are packed in one string. The type of the payload determines its form.</summary>
internal static class PackedElements
{
    /// <summary>Reads the elements, which come in pairs. Returns false if the string is inconsistent.</summary>
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
