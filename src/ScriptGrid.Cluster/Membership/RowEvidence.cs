namespace ScriptGrid.Cluster.Membership;

/// <summary>What one look at the membership table shows of this silo's row.</summary>
internal enum RowState
{
    /// <summary>The table cannot be read: that proves nothing.</summary>
    Unknown,

    /// <summary>It is there.</summary>
    Present,

    /// <summary>It says that this silo is dead: others have given it up.</summary>
    Dead,

    /// <summary>It is not there, or there is no table.</summary>
    Missing,
}

/// <summary>Collects what looks at this silo's row show, until they prove that it must end.</summary>
internal sealed class RowEvidence
{
    private const int Proof = 2;

    private int _misses;

    /// <summary>Adds a look. Whether the silo must end.</summary>
    public bool Add(RowState state)
    {
        _misses = state switch
        {
            RowState.Present => 0,
            RowState.Missing => _misses + 1,
            _ => _misses,
        };
        return state == RowState.Dead || _misses == Proof;
    }
}
