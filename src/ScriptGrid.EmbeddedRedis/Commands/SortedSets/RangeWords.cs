using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>The options of the ZRANGE family after its bounds.</summary>
internal readonly record struct RangeWords(RangeBy By, bool Reverse, bool WithScores, long Offset, long Limit)
{
    /// <summary>Reads the options from an index on. If the command's name determines the type or direction of the range, no option can.</summary>
    internal static bool TryParse(in CommandCall call, int from, bool forStore, RangeBy? fixedBy, bool? fixedReverse, out RangeWords words)
    {
        words = default;
        RangeBy? by = fixedBy;
        bool? reverse = fixedReverse;
        (bool withScores, long offset, long limit) = (false, 0, -1);
        for (int i = from; i < call.Words.Length; i++)
        {
            if (!forStore && call.Is(i, "WITHSCORES"))
            {
                withScores = true;
            }
            else if (call.Is(i, "LIMIT") && i + 2 < call.Words.Length)
            {
                if (!call.TryInteger(++i, out offset) || !call.TryInteger(++i, out limit))
                {
                    return false;
                }
            }
            else if (reverse is null && call.Is(i, "REV"))
            {
                reverse = true;
            }
            else if (by is null && (call.Is(i, "BYLEX") || call.Is(i, "BYSCORE")))
            {
                by = call.Is(i, "BYLEX") ? RangeBy.Member : RangeBy.Score;
            }
            else
            {
                return call.Fail(DataErrors.Syntax);
            }
        }

        words = new RangeWords(by ?? RangeBy.Rank, reverse ?? false, withScores, offset, limit);
        return words.AreCompatible(call);
    }

    private bool AreCompatible(in CommandCall call)
    {
        if (Limit != -1 && By == RangeBy.Rank)
        {
            return call.Fail("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
        }

        return !WithScores || By != RangeBy.Member || call.Fail("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
    }
}
