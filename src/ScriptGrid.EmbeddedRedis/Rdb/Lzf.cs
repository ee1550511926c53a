namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Expands data compressed with LZF: runs of literal bytes, and copies of earlier output.</summary>
internal static class Lzf
{
    private const int FirstCopy = 32;
    private const int LongCopy = 7;

    /// <summary>Expands the source into the target. Returns false if the source is broken or does not fill the target exactly.</summary>
    internal static bool TryExpand(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int read = 0;
        int written = 0;
        while (read < source.Length)
        {
            int control = source[read++];
            bool isGood = control < FirstCopy
                ? TryTakeLiterals(source, target, control + 1, ref read, ref written)
                : TryCopy(source, target, control, ref read, ref written);
            if (!isGood)
            {
                return false;
            }
        }

        return written == target.Length;
    }

    private static bool TryTakeLiterals(ReadOnlySpan<byte> source, Span<byte> target, int count, ref int read, ref int written)
    {
        if (count > source.Length - read || count > target.Length - written)
        {
            return false;
        }

        source.Slice(read, count).CopyTo(target[written..]);
        read += count;
        written += count;
        return true;
    }

    private static bool TryCopy(ReadOnlySpan<byte> source, Span<byte> target, int control, ref int read, ref int written)
    {
        int length = control >> 5;
        if (length == LongCopy && read < source.Length)
        {
            length += source[read++];
        }

        if (read == source.Length)
        {
            return false;
        }

        int from = written - ((control & 0x1F) << 8) - source[read++] - 1;
        length += 2;
        if (from < 0 || length > target.Length - written)
        {
            return false;
        }

        // Copy byte by byte, because the copy may overlap its own output.
        for (int i = 0; i < length; i++)
        {
            target[written++] = target[from++];
        }

        return true;
    }
}
