using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Targets;

/// <summary>What a grain is to do about its target.</summary>
internal enum GrainVerdict
{
    /// <summary>All is as it should be, or it is too early to say.</summary>
    Stay,

    /// <summary>The catalogue does not have the target: the grain goes.</summary>
    Go,

    /// <summary>Another silo owns the target: the grain moves there.</summary>
    Move,
}

/// <summary>What keeps every target collected: when to look, what a silo lacks, what it has in excess. Pure.</summary>
internal static class Supervision
{
    /// <summary>
    /// Silos learn of a change one after the other, so that a grain that moved at once might be sent back; and one that just joined needs a moment
    /// until it has the catalogue.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A silo that just joined takes nothing up before the directory of grains has told it what others hold: it would start that afresh, and what they
    /// have of it would be lost.
    /// </summary>
    public static readonly TimeSpan JoinPause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan CalmPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BusyPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(10);

    /// <summary>A target moves when its next run is at least this far away, so that the move makes it miss none.</summary>
    private static readonly TimeSpan RoomToMove = TimeSpan.FromMilliseconds(400);

    /// <summary>How long it waits for such a moment before it moves anyway.</summary>
    private static readonly TimeSpan MovePatience = TimeSpan.FromSeconds(4);

    /// <summary>How long to wait for the next look, where nothing wakes the supervisor.</summary>
    /// <param name="viewAge">How long ago the silos last changed.</param>
    /// <param name="hasJoined">Whether the silo follows the catalogue.</param>
    public static TimeSpan PeriodAfter(TimeSpan viewAge, bool hasJoined) => viewAge < BusyFor || !hasJoined ? BusyPeriod : CalmPeriod;

    /// <summary>Whether what belongs elsewhere is to be sent there by now.</summary>
    public static bool SendsAway(TimeSpan viewAge) => viewAge >= Settling;

    /// <summary>What belongs here, is not driven, and will not be handed over either.</summary>
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
    /// A grain goes where the catalogue no longer has the target, or moves where another silo owns it: between two runs, where they leave room for it.
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
