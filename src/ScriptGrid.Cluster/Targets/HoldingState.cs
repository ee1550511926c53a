namespace ScriptGrid.Cluster.Targets;

/// <summary>The state of a target in a silo that holds it. Departed, retired and dropped are final.</summary>
internal enum HoldingState
{
    /// <summary>A grain is in charge of it, and it is collected.</summary>
    Driven,

    /// <summary>Its grain was lost. It keeps its state for the next grain, and is not collected.</summary>
    Parked,

    /// <summary>Its grain hands it over: the current run ends, and no other starts.</summary>
    Leaving,

    /// <summary>Another silo takes it up.</summary>
    Departed,

    /// <summary>The catalogue no longer has it, and its grain is asked to deactivate.</summary>
    Retired,

    /// <summary>This silo no longer needs it: another silo collects it, or the silo ended.</summary>
    Dropped,
}

/// <summary>An event of a target that a silo holds.</summary>
internal enum HoldingEvent
{
    /// <summary>A grain takes charge of it.</summary>
    Take,

    /// <summary>Its grain is lost.</summary>
    Park,

    /// <summary>Its grain moves to another silo, or the silo stops.</summary>
    Leave,

    /// <summary>Its current run has ended, and its state is on its way to the next silo.</summary>
    Depart,

    /// <summary>An edition of the catalogue does not have it.</summary>
    Retire,

    /// <summary>Another silo collects it.</summary>
    Drop,

    /// <summary>The silo has stopped.</summary>
    End,
}

/// <summary>The transitions between the states of a held target.</summary>
internal static class HoldingTransitions
{
    /// <summary>Returns the state after the event; null if the event is not allowed in this state, and nothing changes.</summary>
    public static HoldingState? Next(HoldingState state, HoldingEvent happening) => (state, happening) switch
    {
        // A driven target can be taken too: the loss of its grain may have gone unnoticed.
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
