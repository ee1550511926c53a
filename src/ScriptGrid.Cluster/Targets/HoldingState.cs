namespace ScriptGrid.Cluster.Targets;

/// <summary>Where a target stands in a silo that holds it. Departed, retired and dropped are for good.</summary>
internal enum HoldingState
{
    /// <summary>A grain has charge of it, and it is collected.</summary>
    Driven,

    /// <summary>Its grain was lost. It stays as it is, not collected, for the next grain.</summary>
    Parked,

    /// <summary>Its grain hands it over: the run under way ends, and no other starts.</summary>
    Leaving,

    /// <summary>Another silo takes it up.</summary>
    Departed,

    /// <summary>The catalogue no longer has it, and its grain is told to go.</summary>
    Retired,

    /// <summary>Nobody here needs it: it was left over, or the silo ended.</summary>
    Dropped,
}

/// <summary>What happens to a target that a silo holds.</summary>
internal enum HoldingEvent
{
    /// <summary>A grain takes charge of it.</summary>
    Take,

    /// <summary>Its grain is lost.</summary>
    Park,

    /// <summary>Its grain is to move, or the silo stops.</summary>
    Leave,

    /// <summary>Its run under way has ended, and its state is on its way to the next silo.</summary>
    Depart,

    /// <summary>An edition of the catalogue lacks it.</summary>
    Retire,

    /// <summary>Another silo collects it.</summary>
    Drop,

    /// <summary>The silo has stopped.</summary>
    End,
}

/// <summary>All that may happen to a target that a silo holds.</summary>
internal static class HoldingTransitions
{
    /// <summary>The state after the event; null where the event is refused in this state, and nothing changes.</summary>
    public static HoldingState? Next(HoldingState state, HoldingEvent happening) => (state, happening) switch
    {
        // A driven target can be taken too: its grain may have been lost unnoticed.
        (HoldingState.Driven or HoldingState.Parked, HoldingEvent.Take) => HoldingState.Driven,
        (HoldingState.Driven, HoldingEvent.Park) => HoldingState.Parked,
        (HoldingState.Driven, HoldingEvent.Leave) => HoldingState.Leaving,
        (HoldingState.Leaving, HoldingEvent.Depart) => HoldingState.Departed,
        (HoldingState.Driven or HoldingState.Parked or HoldingState.Leaving, HoldingEvent.Retire) => HoldingState.Retired,
        (HoldingState.Parked, HoldingEvent.Drop) => HoldingState.Dropped,
        (HoldingState.Driven or HoldingState.Parked or HoldingState.Leaving, HoldingEvent.End) => HoldingState.Dropped,
        _ => null,
    };
}
