namespace ScriptGrid.Engine.Collection;

/// <summary>What goes on with a target.</summary>
internal enum CycleState : byte
{
    /// <summary>Nothing is asked of the target.</summary>
    Idle,

    /// <summary>Something is due, and the target's turn to connect has not come yet.</summary>
    Queued,

    /// <summary>A turn is under way.</summary>
    Running,

    /// <summary>The turn under way has outlived its timeout and was recorded as failed; its reply is still awaited.</summary>
    Overdue,

    /// <summary>The same, and a probe asks over a second connection whether the target answers.</summary>
    Probing,

    /// <summary>The same, but nothing is expected any more: the connection is given up by now, or in a moment.</summary>
    LastMoment,

    /// <summary>The target is no longer collected.</summary>
    Stopped,
}
