namespace ScriptGrid.Engine.Collection;

/// <summary>How many connections may be opened in one slot of the schedule.</summary>
internal static class ConnectBudget
{
    /// <summary>What a burst begins with.</summary>
    public const int First = 16;

    /// <summary>So many go on however late the wheel is: two hundred a second.</summary>
    public const int Least = 4;

    /// <summary>Enough for fifteen thousand within the five seconds after a start.</summary>
    public const int Most = 64;

    /// <summary>The next slot's: one more where the wheel turned on time, half where it was more than a slot late.</summary>
    public static int Next(int budget, TimeSpan late) =>
        late > Schedule.Slot ? Math.Max(budget / 2, Least) : Math.Min(budget + 1, Most);
}
