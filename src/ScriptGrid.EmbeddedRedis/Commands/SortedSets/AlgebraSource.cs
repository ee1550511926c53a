using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>An operand of a set operation: a sorted set, or a set whose members all have score 1. A missing operand is empty.</summary>
internal readonly struct AlgebraSource(RedisValue? value, double weight)
{
    internal int Count => value switch
    {
        SortedSetValue sorted => sorted.Count,
        SetValue set => set.Count,
        _ => 0,
    };

    /// <summary>Returns a member with its weighted score.</summary>
    internal ScoredMember At(int index)
    {
        ScoredMember item = value is SortedSetValue sorted ? sorted.At(index) : new(((SetValue)value!).At(index), 1);
        return item with { Score = Weigh(item.Score) };
    }

    internal bool TryGetScore(byte[] member, out double score)
    {
        score = 1;
        bool found = value switch
        {
            SortedSetValue sorted => sorted.TryGetScore(member, out score),
            SetValue set => set.Contains(member),
            _ => false,
        };
        score = Weigh(score);
        return found;
    }

    internal AlgebraSource With(double weight) => new(value, weight);

    // Zero times infinity is not a number, and counts as 0.
    private double Weigh(double score) => double.IsNaN(weight * score) ? 0 : weight * score;
}
