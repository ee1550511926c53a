namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A place between elements of a sorted set.</summary>
internal interface IRangeBound
{
    /// <summary>Whether the bound lies behind this element.</summary>
    bool LiesBehind(ScoredMember item);
}

/// <summary>Before the first element with a score, or after the last one.</summary>
internal readonly record struct ScoreBound(double Score, bool After) : IRangeBound
{
    public bool LiesBehind(ScoredMember item) => item.Score < Score || (After && item.Score == Score);
}

/// <summary>Before a member, or after it, where all scores are equal. Without member: before all, or after all.</summary>
internal readonly record struct LexBound(byte[]? Member, bool After) : IRangeBound
{
    public bool LiesBehind(ScoredMember item)
    {
        if (Member is null)
        {
            return After;
        }

        int order = item.Member.AsSpan().SequenceCompareTo(Member);
        return order < 0 || (After && order == 0);
    }
}
