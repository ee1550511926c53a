namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A part of a sequence. Commands give it by first and last index, and negative indexes count from the end.</summary>
internal readonly record struct IndexRange(int Start, int Count)
{
    internal static IndexRange Of(long first, long last, int length)
    {
        first = Math.Max(0, first < 0 ? first + length : first);
        last = Math.Min(length - 1, last < 0 ? last + length : last);
        return first > last ? default : new IndexRange((int)first, (int)(last - first + 1));
    }
}
