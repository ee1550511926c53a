namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>The checksum at the end of dumped payloads: Jones's CRC-64, with reflected bits and without a final inversion.</summary>
internal static class Crc64
{
    private const ulong ReflectedPolynomial = 0x95AC9329AC4BC9B5;

    private static readonly ulong[] Table = [.. Enumerable.Range(0, 256).Select(static index => Entry((ulong)index))];

    internal static ulong Of(ReadOnlySpan<byte> data)
    {
        ulong sum = 0;
        foreach (byte next in data)
        {
            sum = Table[(byte)(sum ^ next)] ^ (sum >> 8);
        }

        return sum;
    }

    private static ulong Entry(ulong value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ ReflectedPolynomial : value >> 1;
        }

        return value;
    }
}
