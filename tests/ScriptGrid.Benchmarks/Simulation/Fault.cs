namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>An event that disturbs the cluster.</summary>
/// <param name="Kind">The kind of event.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Length">How long it lasts; zero if it is over at once.</param>
internal sealed record Fault(FaultKind Kind, TimeSpan Start, TimeSpan Length)
{
    /// <summary>When it ends.</summary>
    public TimeSpan End => Start + Length;

    /// <summary>How long a target may go without collections because of it, in addition to two intervals.</summary>
    public TimeSpan Gap => Promise.GapOf(Kind, Length);

    /// <summary>How long two silos may collect the same target because of it, in addition to one interval.</summary>
    public TimeSpan Double => Promise.DoubleOf(Kind, Length);
}

/// <summary>The kinds of events that may disturb the cluster.</summary>
internal enum FaultKind
{
    /// <summary>A silo's process is killed.</summary>
    Kill,

    /// <summary>The processes of two silos, out of four or more, are killed at the same time.</summary>
    KillTwo,

    /// <summary>A silo is stopped, and hands its targets over.</summary>
    Stop,

    /// <summary>A silo is asked to stop, and killed before it has stopped.</summary>
    KillStopping,

    /// <summary>A silo's process stands still for a while.</summary>
    Stall,

    /// <summary>A silo's host is cut off from everything, including its targets.</summary>
    Vanish,

    /// <summary>A silo cannot reach the other silos, but can reach the membership store.</summary>
    CutOff,

    /// <summary>A silo can reach neither the other silos nor the membership store, but can still reach its targets.</summary>
    Isolate,

    /// <summary>A silo's host rejects connections from one other host.</summary>
    Reject,

    /// <summary>No silo can reach the membership store.</summary>
    NoStore,

    /// <summary>A silo joins.</summary>
    Join,

    /// <summary>A reload changes the targets.</summary>
    Reload,

    /// <summary>A reload changes the targets through one silo, and then again through another.</summary>
    ReloadTwice,

    /// <summary>Messages take up to a quarter of a second.</summary>
    Slow,

    /// <summary>One message in fifty is lost.</summary>
    Loss,
}

/// <summary>The limits that the documentation promises for each kind of event.</summary>
internal static class Promise
{
    /// <summary>
    /// The targets of a silo whose process is gone are taken over within three seconds. One interval of this is already in the two that every target may miss.
    /// </summary>
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(2);

    /// <summary>A silo that answers no probes is declared dead after twenty to thirty seconds, and then its targets are taken over.</summary>
    private static readonly TimeSpan Probes = TimeSpan.FromSeconds(32);

    /// <summary>The time until an unanswered call is repeated.</summary>
    private static readonly TimeSpan Calls = TimeSpan.FromSeconds(32);

    /// <summary>The time until a silo that is connected again has read the membership.</summary>
    private static readonly TimeSpan Return = TimeSpan.FromSeconds(3);

    /// <summary>The time until a silo that stood still has read the membership.</summary>
    private static readonly TimeSpan Reopening = TimeSpan.FromSeconds(1);

    /// <summary>Returns how long a target may go without collections, in addition to two intervals.</summary>
    public static TimeSpan GapOf(FaultKind kind, TimeSpan length) => kind switch
    {
        FaultKind.Kill or FaultKind.KillTwo => TakeOver,
        FaultKind.KillStopping => Probes,
        FaultKind.Stall => length < Probes ? length + Reopening : Probes,
        FaultKind.Vanish => Probes + length,
        FaultKind.CutOff or FaultKind.Isolate => Probes,

        // Each of the two silos has only one vote against the other, so neither is declared dead. Directory entries that one keeps for all do not reach the
        // other.
        FaultKind.Reject => length + Calls,
        FaultKind.NoStore => TimeSpan.Zero,

        // A look that takes 0.4 s proves nothing, and the next one comes half a second later.
        FaultKind.Slow => 3 * TakeOver,

        // Orleans gives up a call after thirty seconds.
        FaultKind.Loss => TimeSpan.FromSeconds(40),
        _ => TimeSpan.Zero,
    };

    /// <summary>Returns how long two silos may collect the same target, in addition to one interval.</summary>
    public static TimeSpan DoubleOf(FaultKind kind, TimeSpan length) => kind switch
    {
        // It cannot know that other silos have taken over, because no message reaches it.
        FaultKind.Isolate => length + Return,

        // It cannot read that other silos have taken over before it is connected again.
        FaultKind.Vanish => Return,


        // Orleans' directory may lose a grain's place, so that a new activation exists next to the old one. The message that should end the old one may be lost
        // too.
        FaultKind.Loss => TimeSpan.FromSeconds(30),
        _ => TimeSpan.Zero,
    };
}
