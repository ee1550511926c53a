using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>Sorted sets and sets: unions, intersections and differences.</summary>
internal static class SortedSetAlgebraCommands
{
    private delegate SortedSetValue Operation(ReadOnlySpan<AlgebraSource> sources, AlgebraWords words, DataSettings settings);

    internal static void Register(CommandTable table)
    {
        table.Add("zunion", static call => Reply(call, AlgebraKind.Weighted, Union));
        table.Add("zinter", static call => Reply(call, AlgebraKind.Weighted, Intersect));
        table.Add("zdiff", static call => Reply(call, AlgebraKind.Plain, Subtract));
        table.Add("zunionstore", static call => Store(call, AlgebraKind.Weighted, Union, "zunionstore"));
        table.Add("zinterstore", static call => Store(call, AlgebraKind.Weighted, Intersect, "zinterstore"));
        table.Add("zdiffstore", static call => Store(call, AlgebraKind.Plain, Subtract, "zdiffstore"));
        table.Add("zintercard", ZInterCard);
    }

    /// <summary>Stores the result of an operation and replies with its size. An empty result removes the key.</summary>
    internal static void StoreResult(in CommandCall call, byte[] key, SortedSetValue result, string name)
    {
        bool isChanged = call.Database.SetResult(key, result);
        call.Reply.Integer(result.Count);
        if (isChanged)
        {
            call.Database.NotifyResult(key, result, KeyEventKinds.SortedSet, name);
        }
    }

    private static void Reply(in CommandCall call, AlgebraKind kind, Operation operation)
    {
        if (AlgebraWords.TryParse(call, 1, kind, forStore: false, out AlgebraSource[] sources, out AlgebraWords words))
        {
            SortedSetValue result = operation(sources, words, call.Database.Settings);
            SortedSetReplies.Members(call.Reply, result.Order.Slice(new IndexRange(0, result.Count)), words.WithScores);
        }
    }

    private static void Store(in CommandCall call, AlgebraKind kind, Operation operation, string name)
    {
        if (AlgebraWords.TryParse(call, 2, kind, forStore: true, out AlgebraSource[] sources, out AlgebraWords words))
        {
            SortedSetValue result = operation(sources, words, call.Database.Settings);
            result.Shrink();
            StoreResult(call, call.Words[1], result, name);
        }
    }

    private static void ZInterCard(CommandCall call)
    {
        if (AlgebraWords.TryParse(call, 1, AlgebraKind.Cardinality, forStore: false, out AlgebraSource[] sources, out AlgebraWords words))
        {
            int count = Intersect(sources, words, call.Database.Settings).Count;
            call.Reply.Integer(words.Limit == 0 ? count : Math.Min(words.Limit, count));
        }
    }

    // Scores are added from the smallest set to the largest, as in Redis: with floating-point numbers, the order matters.
    private static AlgebraSource[] Sorted(ReadOnlySpan<AlgebraSource> sources) => [.. sources.ToArray().OrderBy(static source => source.Count)];

    private static SortedSetValue Union(ReadOnlySpan<AlgebraSource> sources, AlgebraWords words, DataSettings settings)
    {
        var result = SortedSetValue.ForResult(settings);
        foreach (AlgebraSource source in Sorted(sources))
        {
            for (int i = 0; i < source.Count; i++)
            {
                ScoredMember item = source.At(i);
                double score = result.TryGetScore(item.Member, out double sum) ? words.Combine(sum, item.Score) : item.Score;
                result.Set(item.Member, score);
            }
        }

        return result;
    }

    private static SortedSetValue Intersect(ReadOnlySpan<AlgebraSource> sources, AlgebraWords words, DataSettings settings)
    {
        var result = SortedSetValue.ForResult(settings);
        AlgebraSource[] sorted = Sorted(sources);
        for (int i = 0; i < sorted[0].Count; i++)
        {
            (byte[] member, double score) = sorted[0].At(i);
            int found = 1;
            while (found < sorted.Length && sorted[found].TryGetScore(member, out double other))
            {
                score = words.Combine(score, other);
                found++;
            }

            if (found == sorted.Length)
            {
                result.Set(member, score);
            }
        }

        return result;
    }

    private static SortedSetValue Subtract(ReadOnlySpan<AlgebraSource> sources, AlgebraWords words, DataSettings settings)
    {
        var result = SortedSetValue.ForResult(settings);
        AlgebraSource[] others = sources[1..].ToArray();
        for (int i = 0; i < sources[0].Count; i++)
        {
            ScoredMember item = sources[0].At(i);
            if (!Array.Exists(others, other => other.TryGetScore(item.Member, out _)))
            {
                result.Set(item.Member, item.Score);
            }
        }

        return result;
    }
}
