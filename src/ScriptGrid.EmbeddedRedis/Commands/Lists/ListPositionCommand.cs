using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Lists;

/// <summary>LPOS: the positions of elements in a list.</summary>
internal static class ListPositionCommand
{
    internal static void Register(CommandTable table) => table.Add("lpos", LPos);

    private static void LPos(CommandCall call)
    {
        if (!TryParse(call, out Search search) || !call.TryRead(call.Words[1], out ListValue? list))
        {
            return;
        }

        List<int> matches = list is null ? [] : Find(list, call.Words[2], search);
        if (search.Count is not null)
        {
            call.Reply.Array(matches.Count);
            foreach (int index in matches)
            {
                call.Reply.Integer(index);
            }
        }
        else if (matches.Count > 0)
        {
            call.Reply.Integer(matches[0]);
        }
        else
        {
            call.Reply.Null();
        }
    }

    private static List<int> Find(ListValue list, byte[] item, Search search)
    {
        var matches = new List<int>();
        bool backwards = search.Rank < 0;
        long skip = search.Rank == long.MinValue ? long.MaxValue : Math.Abs(search.Rank) - 1;
        long compare = search.MaxLength == 0 ? list.Count : Math.Min(search.MaxLength, list.Count);
        long wanted = search.Count switch { null => 1, 0 => long.MaxValue, { } count => count };
        for (int i = 0; i < compare && matches.Count < wanted; i++)
        {
            int index = backwards ? list.Count - 1 - i : i;
            if (item.AsSpan().SequenceEqual(list[index]) && skip-- <= 0)
            {
                matches.Add(index);
            }
        }

        return matches;
    }

    private static bool TryParse(in CommandCall call, out Search search)
    {
        search = default;
        (long rank, long? count, long maxLength) = (1, null, 0);
        for (int i = 3; i < call.Words.Length; i += 2)
        {
            bool hasValue = i + 1 < call.Words.Length;
            if (hasValue && call.Is(i, "RANK"))
            {
                if (!TryRank(call, i + 1, out rank))
                {
                    return false;
                }
            }
            else if (hasValue && call.Is(i, "COUNT"))
            {
                if (!call.TryInteger(i + 1, 0, long.MaxValue, out long value, "ERR COUNT can't be negative"))
                {
                    return false;
                }

                count = value;
            }
            else if (!hasValue || !call.Is(i, "MAXLEN"))
            {
                return call.Fail(DataErrors.Syntax);
            }
            else if (!call.TryInteger(i + 1, 0, long.MaxValue, out maxLength, "ERR MAXLEN can't be negative"))
            {
                return false;
            }
        }

        search = new Search(rank, count, maxLength);
        return true;
    }

    private static bool TryRank(in CommandCall call, int index, out long rank)
    {
        if (!call.TryInteger(index, out rank))
        {
            return false;
        }

        return rank != 0 || call.Fail("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list");
    }

    private readonly record struct Search(long Rank, long? Count, long MaxLength);
}
