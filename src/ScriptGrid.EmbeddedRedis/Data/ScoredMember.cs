namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>A member of a sorted set, ordered by score and then by its bytes.</summary>
internal readonly record struct ScoredMember(byte[] Member, double Score) : IComparable<ScoredMember>
{
    public int CompareTo(ScoredMember other)
    {
        int byScore = Score.CompareTo(other.Score);
        return byScore != 0 ? byScore : Member.AsSpan().SequenceCompareTo(other.Member);
    }

    public static bool operator <(ScoredMember left, ScoredMember right) => left.CompareTo(right) < 0;

    public static bool operator >(ScoredMember left, ScoredMember right) => left.CompareTo(right) > 0;

    public static bool operator <=(ScoredMember left, ScoredMember right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ScoredMember left, ScoredMember right) => left.CompareTo(right) >= 0;
}
