using System.Globalization;
using System.Text;

namespace ScriptGrid.Engine.Redis;

/// <summary>Hash slots of keys, as Redis Cluster computes them: CRC16 (XMODEM) of the key, or of the part in its first braces, modulo 16384.</summary>
internal static class HashSlot
{
    private const int Count = 16384;
    private const string Prefix = "scriptgrid:";

    private static readonly Lazy<string[]> Names = new(Find);

    /// <summary>Returns the slot of a key.</summary>
    public static int Of(ReadOnlySpan<byte> key)
    {
        int open = key.IndexOf((byte)'{');
        int length = open < 0 ? -1 : key[(open + 1)..].IndexOf((byte)'}');
        ReadOnlySpan<byte> hashed = length > 0 ? key.Slice(open + 1, length) : key;
        int crc = 0;
        foreach (byte next in hashed)
        {
            crc ^= next << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
        }

        return (crc & 0xFFFF) % Count;
    }

    /// <summary>Returns the name of a key in a slot: <c>scriptgrid:{N}</c>, always the same for a slot.</summary>
    public static string KeyIn(int slot) => Names.Value[slot];

    private static string[] Find()
    {
        string[] names = new string[Count];
        int missing = Count;
        for (int number = 0; missing > 0; number++)
        {
            string tag = number.ToString(CultureInfo.InvariantCulture);
            int slot = Of(Encoding.ASCII.GetBytes(tag));
            if (names[slot] is null)
            {
                names[slot] = $"{Prefix}{{{tag}}}";
                missing--;
            }
        }

        return names;
    }
}
