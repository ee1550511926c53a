namespace ScriptGrid.Engine.Collection;

/// <summary>What is going on with a target.</summary>
internal enum CycleState : byte
{
    /// <summary>Nothing is being asked of the target.</summary>
    Idle,

    /// <summary>Something is due, but the target has to wait for its turn to connect.</summary>
    Queued,

    /// <summary>A turn is under way.</summary>
    Running,

    /// <summary>The current turn exceeded its timeout and was recorded as failed. Its reply is still awaited.</summary>
    Overdue,

    /// <summary>Like <see cref="Overdue"/>, and a probe is asking over a second connection whether the target answers.</summary>
    Probing,

    /// <summary>Like <see cref="Overdue"/>, but no reply is expected any longer: the connection has been given up, or is about to be.</summary>
    LastMoment,

    /// <summary>The target is no longer collected.</summary>
    Stopped,
}
