using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.ClusterTests.Targets;

public sealed class HoldingTransitionsTests
{
    /// <summary>All that is allowed; whatever is not here is refused.</summary>
    private static readonly Dictionary<(HoldingState, HoldingEvent), HoldingState> Allowed = new()
    {
        [(HoldingState.Driven, HoldingEvent.Take)] = HoldingState.Driven,
        [(HoldingState.Driven, HoldingEvent.Park)] = HoldingState.Parked,
        [(HoldingState.Driven, HoldingEvent.Leave)] = HoldingState.Leaving,
        [(HoldingState.Driven, HoldingEvent.Retire)] = HoldingState.Retired,
        [(HoldingState.Driven, HoldingEvent.End)] = HoldingState.Dropped,
        [(HoldingState.Parked, HoldingEvent.Take)] = HoldingState.Driven,
        [(HoldingState.Parked, HoldingEvent.Retire)] = HoldingState.Retired,
        [(HoldingState.Parked, HoldingEvent.Drop)] = HoldingState.Dropped,
        [(HoldingState.Parked, HoldingEvent.End)] = HoldingState.Dropped,
        [(HoldingState.Leaving, HoldingEvent.Depart)] = HoldingState.Departed,
        [(HoldingState.Leaving, HoldingEvent.Retire)] = HoldingState.Retired,
        [(HoldingState.Leaving, HoldingEvent.End)] = HoldingState.Dropped,
    };

    [Fact]
    public void Next_EachStateAndEvent_IsWhatTheTableSays()
    {
        foreach (HoldingState state in Enum.GetValues<HoldingState>())
        {
            foreach (HoldingEvent happening in Enum.GetValues<HoldingEvent>())
            {
                HoldingState? expected = Allowed.TryGetValue((state, happening), out HoldingState next) ? next : null;
                Assert.Equal((state, happening, expected), (state, happening, HoldingTransitions.Next(state, happening)));
            }
        }
    }

    [Fact]
    public void Next_AfterAFinalState_NothingFollows()
    {
        HoldingState[] final = [HoldingState.Departed, HoldingState.Retired, HoldingState.Dropped];

        Assert.All(final, static state => Assert.All(
            Enum.GetValues<HoldingEvent>(), happening => Assert.Null(HoldingTransitions.Next(state, happening))));
    }
}
