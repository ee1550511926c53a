namespace ScriptGrid.Cluster.Membership;

/// <summary>The state of this silo's row in one look at the membership table.</summary>
internal enum RowState
{
    /// <summary>The table cannot be read, which proves nothing.</summary>
    Unknown,

    /// <summary>The row is there.</summary>
    Present,

    /// <summary>The row says that this silo is dead: other silos have given it up.</summary>
    Dead,

    /// <summary>The row is missing, or the table is.</summary>
    Missing,
}

/// <summary>Collects looks at this silo's row until they prove that the silo must end.</summary>
internal sealed class RowEvidence
{
    private const int Proof = 2;

    private int _misses;

    /// <summary>Adds a look. Returns whether the silo must end.</summary>
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
