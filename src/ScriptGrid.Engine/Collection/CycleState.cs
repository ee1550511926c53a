namespace ScriptGrid.Engine.Collection;

/// <summary>What goes on with a target.</summary>
internal enum CycleState
{
    /// <summary>Nothing is asked of the target.</summary>
    Idle,

    /// <summary>A turn is under way.</summary>
    Running,

    /// <summary>The turn under way has outlived its timeout and was recorded as failed; its reply is still awaited.</summary>
    Overdue,

    /// <summary>The target is no longer collected.</summary>
    Stopped,
}
