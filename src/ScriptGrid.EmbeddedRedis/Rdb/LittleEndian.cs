namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads integers of any size, lowest byte first.</summary>
internal static class LittleEndian
{
    private const int LongBits = 64;

    /// <summary>Reads a signed integer of one to eight bytes.</summary>
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
