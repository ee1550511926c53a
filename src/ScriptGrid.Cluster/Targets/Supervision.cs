using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Targets;

/// <summary>What a grain must do with its target.</summary>
internal enum GrainVerdict
{
    /// <summary>All is as it should be, or it is too early to decide.</summary>
    Stay,

    /// <summary>The catalogue does not have the target: the grain deactivates.</summary>
    Go,

    /// <summary>Another silo owns the target: the grain moves there.</summary>
    Move,
}

/// <summary>
/// The rules that keep every target collected: when to look, which targets a silo must take up, and which it must give away. Pure functions.
/// </summary>
internal static class Supervision
{
    /// <summary>
    /// How long grains wait after a change of silos before they move. Silos learn of a change one after the other, so a grain that moved at once might be sent
    /// back; and a silo that just joined needs a moment to get the catalogue.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a silo that just joined waits before it takes up targets. Until the grain directory has told it which targets other silos hold, it would start
    /// those anew, and the state that the other silos have would be lost.
    /// </summary>
    public static readonly TimeSpan JoinPause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan CalmPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BusyPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(10);

    /// <summary>A target moves if its next run is at least this far away, so that it misses no run.</summary>
    private static readonly TimeSpan RoomToMove = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a target waits for such a moment before it moves anyway.</summary>
    private static readonly TimeSpan MovePatience = TimeSpan.FromSeconds(4);

    /// <summary>Returns how long to wait until the next look if nothing wakes the supervisor.</summary>
    /// <param name="viewAge">How long ago the silos last changed.</param>
    /// <param name="hasJoined">Whether the silo follows the catalogue.</param>
    public static TimeSpan PeriodAfter(TimeSpan viewAge, bool hasJoined) => viewAge < BusyFor || !hasJoined ? BusyPeriod : CalmPeriod;

    /// <summary>Whether targets that belong to other silos are to be sent there now.</summary>
    public static bool SendsAway(TimeSpan viewAge) => viewAge >= Settling;

    /// <summary>Returns the targets that belong here, are not driven, and will not be handed over by a leaving silo.</summary>
    public static IEnumerable<string> Wanted(OwnedTargets owned, SiloView view, Func<string, bool> isDriven)
    {
        foreach (int i in owned.Positions)
        {
            string target = owned.Catalogue.Targets[i].Address.Id;
            if (!isDriven(target) && !view.IsWithLeaving(owned.Catalogue.Hashes[i]))
            {
                yield return target;
            }
        }
    }

    /// <summary>
    /// Decides what a grain does. It deactivates if the catalogue no longer has the target. It moves if another silo owns the target, between two runs if there
    /// is enough time between them.
    /// </summary>
    /// <param name="hasTarget">Whether the grain has the target.</param>
    /// <param name="isMine">Whether the target belongs to this silo.</param>
    /// <param name="viewAge">How long ago the silos last changed.</param>
    /// <param name="untilNextRun">When the target's next run is due.</param>
    public static GrainVerdict Review(bool hasTarget, bool isMine, TimeSpan viewAge, TimeSpan untilNextRun) =>
        !hasTarget ? GrainVerdict.Go
        : !isMine && viewAge >= (untilNextRun >= RoomToMove ? Settling : MovePatience) ? GrainVerdict.Move
        : GrainVerdict.Stay;
}
