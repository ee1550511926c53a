using System.Collections;
using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>Random elements: <c>[count [WITHVALUES]]</c> of HRANDFIELD, SRANDMEMBER and ZRANDMEMBER.</summary>
internal static class RandomPicks
{
    /// <summary>From which share of the size on, as one of so many parts, an array of all indexes takes less than a table of those that moved.</summary>
    private const int ManyShare = 8;

    private const string OutOfRange = "ERR value is out of range";

    /// <summary>Reads the count and whether to reply with values, too. Returns false after an error.</summary>
    internal static bool TryParse(in CommandCall call, string? valuesWord, out long count, out bool withValues)
    {
        (count, withValues) = (0, false);
        const long Limit = long.MaxValue;
        if (!call.TryInteger(2, -Limit, Limit, out count))
        {
            return false;
        }

        if (call.Words.Length == 3)
        {
            return true;
        }

        if (call.Words.Length > 4 || valuesWord is null || !call.Is(3, valuesWord))
        {
            return call.Fail(DataErrors.Syntax);
        }

        withValues = true;
        return (count >= -(Limit / 2) && count <= Limit / 2) || call.Fail(OutOfRange);
    }

    /// <summary>
    /// Returns random indexes below <paramref name="size"/>. For a positive count, none occurs twice; for a negative one, they may. Enumerate them only once.
    /// </summary>
    internal static IReadOnlyCollection<int> Indexes(Random random, int size, long count) =>
        count < 0 && size > 0 ? new Free(random, size, (int)Math.Min(-count, Array.MaxLength)) : Distinct(random, size, count);

    /// <summary>Returns random indexes below <paramref name="size"/>, none of which occurs twice.</summary>
    internal static int[] Distinct(Random random, int size, long count)
    {
        if (size == 0 || count == 0)
        {
            return [];
        }

        if (count < size / ManyShare)
        {
            return Few(random, size, (int)count);
        }

        int[] all = [.. Enumerable.Range(0, size)];
        if (count >= size)
        {
            return all;
        }

        for (int i = 0; i < count; i++)
        {
            int other = random.Next(i, size);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return all[..(int)count];
    }

    /// <summary>Picks what a shuffle of all indexes would, but keeps only the indexes that moved, so that the time depends on the count alone.</summary>
    private static int[] Few(Random random, int size, int count)
    {
        int[] picked = new int[count];
        var moved = new Dictionary<int, int>(count);
        for (int i = 0; i < count; i++)
        {
            int other = random.Next(i, size);
            picked[i] = moved.GetValueOrDefault(other, other);
            moved[other] = moved.GetValueOrDefault(i, i);
        }

        return picked;
    }

    /// <summary>Random indexes that are created one by one and not stored.</summary>
    private sealed class Free(Random random, int size, int count) : IReadOnlyCollection<int>
    {
        public int Count => count;

        public IEnumerator<int> GetEnumerator()
        {
            for (int i = 0; i < count; i++)
            {
                yield return random.Next(size);
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
