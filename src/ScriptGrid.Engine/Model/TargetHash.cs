using System.Text;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// A 64-bit hash of text that is the same in every process and version. Shards, owners and schedule offsets are built on it, so changing it moves every
/// target.
/// </summary>
internal static class TargetHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const int ShortText = 128;
    private const int MaxBytesPerChar = 3;

    /// <summary>Returns FNV-1a over the UTF-8 bytes, passed through <see cref="Mix"/>.</summary>
    public static ulong Of(string text)
    {
        Span<byte> utf8 = text.Length <= ShortText ? stackalloc byte[ShortText * MaxBytesPerChar] : new byte[text.Length * MaxBytesPerChar];
        ulong hash = Offset;
        foreach (byte value in utf8[..Encoding.UTF8.GetBytes(text, utf8)])
        {
            hash = (hash ^ value) * Prime;
        }

        return Mix(hash);
    }

    /// <summary>Spreads each bit of a hash, or of two combined hashes, over all bits.</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
