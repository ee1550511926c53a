namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A position between elements of a sorted set.</summary>
internal interface IRangeBound
{
    /// <summary>Whether the bound lies after this element.</summary>
    bool LiesBehind(ScoredMember item);
}

/// <summary>A bound before the first element with a score, or after the last one.</summary>
internal readonly record struct ScoreBound(double Score, bool After) : IRangeBound
{
    public bool LiesBehind(ScoredMember item) => item.Score < Score || (After && item.Score == Score);
}

/// <summary>A bound before or after a member, for sets in which all scores are equal. If the member is null, it lies before or after all members.</summary>
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
