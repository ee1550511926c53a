using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>The options and operands of ZUNION, ZINTER, ZDIFF and ZINTERCARD.</summary>
internal readonly struct AlgebraWords
{
    internal bool WithScores { get; private init; }

    internal long Limit { get; private init; }

    private Aggregate Aggregate { get; init; }

    internal double Combine(double left, double right) => Aggregate switch
    {
        Aggregate.Min => right < left ? right : left,
        Aggregate.Max => right > left ? right : left,

        // Infinities of opposite signs add up to 0.
        _ => double.IsNaN(left + right) ? 0 : left + right,
    };

    /// <summary>Reads <c>numkeys key [key ...]</c> and the options after it, from a word on. Returns false after an error.</summary>
    internal static bool TryParse(in CommandCall call, int from, AlgebraKind kind, bool forStore, out AlgebraSource[] sources, out AlgebraWords words)
    {
        words = default;
        if (!TrySources(call, from, out sources))
        {
            return false;
        }

        for (int i = from + 1 + sources.Length; i < call.Words.Length; i++)
        {
            int left = call.Words.Length - 1 - i;
            bool parsed = true;
            if (kind == AlgebraKind.Weighted && left >= sources.Length && call.Is(i, "WEIGHTS"))
            {
                parsed = TryWeights(call, ref i, sources);
            }
            else if (kind == AlgebraKind.Weighted && left >= 1 && call.Is(i, "AGGREGATE"))
            {
                parsed = TryAggregate(call, ++i, out Aggregate aggregate);
                words = words with { Aggregate = aggregate };
            }
            else if (kind != AlgebraKind.Cardinality && !forStore && call.Is(i, "WITHSCORES"))
            {
                words = words with { WithScores = true };
            }
            else if (kind == AlgebraKind.Cardinality && left >= 1 && call.Is(i, "LIMIT"))
            {
                parsed = call.TryInteger(++i, 0, long.MaxValue, out long limit, "ERR LIMIT can't be negative");
                words = words with { Limit = limit };
            }
            else
            {
                parsed = call.Fail(DataErrors.Syntax);
            }

            if (!parsed)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TrySources(in CommandCall call, int from, out AlgebraSource[] sources)
    {
        sources = [];
        if (!call.TryInteger(from, out long count))
        {
            return false;
        }

        if (count < 1)
        {
            return call.Fail($"ERR at least 1 input key is needed for '{call.Name()}' command");
        }

        if (count > call.Words.Length - from - 1)
        {
            return call.Fail(DataErrors.Syntax);
        }

        sources = new AlgebraSource[count];
        for (int i = 0; i < count; i++)
        {
            RedisValue? value = call.Database.Read(call.Words[from + 1 + i]);
            if (value is not (null or SortedSetValue or SetValue))
            {
                return call.Fail(DataErrors.WrongType);
            }

            sources[i] = new AlgebraSource(value, 1);
        }

        return true;
    }

    private static bool TryWeights(in CommandCall call, ref int index, AlgebraSource[] sources)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            if (!Doubles.TryParse(call.Words[++index], out double weight))
            {
                return call.Fail("ERR weight value is not a float");
            }

            sources[i] = sources[i].With(weight);
        }

        return true;
    }

    private static bool TryAggregate(in CommandCall call, int index, out Aggregate aggregate)
    {
        aggregate = call.Is(index, "MIN") ? Aggregate.Min : call.Is(index, "MAX") ? Aggregate.Max : Aggregate.Sum;
        return aggregate != Aggregate.Sum || call.Is(index, "SUM") || call.Fail(DataErrors.Syntax);
    }
}

/// <summary>How the scores of one member are combined.</summary>
internal enum Aggregate
{
    Sum,
    Min,
    Max,
}

/// <summary>Which options a set operation accepts.</summary>
internal enum AlgebraKind
{
    Weighted,
    Plain,
    Cardinality,
}
