namespace ScriptGrid.Engine.Collection;

/// <summary>The number of connections that may be opened in one slot of the schedule.</summary>
internal static class ConnectBudget
{
    /// <summary>The budget at the beginning of a burst.</summary>
    public const int First = 16;

    /// <summary>The minimum, however late the wheel is. It amounts to two hundred connections per second.</summary>
    public const int Least = 4;

    /// <summary>The maximum. It allows fifteen thousand connections within the five seconds after a start.</summary>
    public const int Most = 64;

    /// <summary>Returns the next slot's budget: one more if the wheel turned on time, half if it was more than one slot late.</summary>
    public static int Next(int budget, TimeSpan late) =>
        late > Schedule.Slot ? Math.Max(budget / 2, Least) : Math.Min(budget + 1, Most);
}
