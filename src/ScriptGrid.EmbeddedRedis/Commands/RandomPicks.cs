using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>Elements by chance: <c>[count [WITHVALUES]]</c> of HRANDFIELD, SRANDMEMBER and ZRANDMEMBER.</summary>
internal static class RandomPicks
{
    private const string OutOfRange = "ERR value is out of range";

    /// <summary>Reads the count and whether values are wanted too; false after an error.</summary>
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

    /// <summary>Indexes below <paramref name="size"/>: each at most once for a positive count, freely for a negative one.</summary>
    internal static int[] Indexes(Random random, int size, long count)
    {
        if (size == 0 || count == 0)
        {
            return [];
        }

        if (count < 0)
        {
            int[] free = new int[Math.Min(-count, Array.MaxLength)];
            for (int i = 0; i < free.Length; i++)
            {
                free[i] = random.Next(size);
            }

            return free;
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
}
