namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Integers of any size, the lowest byte first.</summary>
internal static class LittleEndian
{
    private const int LongBits = 64;

    /// <summary>One to eight bytes as a number with its sign.</summary>
    internal static long Signed(ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            number = (number << 8) | bytes[i];
        }

        int unused = LongBits - (8 * bytes.Length);
        return number << unused >> unused;
    }
}
