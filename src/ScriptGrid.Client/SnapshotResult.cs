namespace ScriptGrid.Client;

/// <summary>The result of a script's last run.</summary>
[GenerateSerializer]
[Alias("sg.snapshot-result")]
public enum SnapshotResult
{
    /// <summary>No run has ended yet.</summary>
    None = 0,

    /// <summary>It gave values: <c>redis_script_result</c> is 1.</summary>
    Values = 1,

    /// <summary>It ran and gave no values: <c>redis_script_result</c> is 2.</summary>
    Empty = 2,

    /// <summary>It failed: <c>redis_script_result</c> is 0. If only a part of the reply was bad, the good pairs are kept.</summary>
    Failed = 3,
}
