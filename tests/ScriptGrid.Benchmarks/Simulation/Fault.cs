namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>Something that happens to the cluster.</summary>
/// <param name="Kind">What.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Length">How long it lasts; zero for what is over at once.</param>
internal sealed record Fault(FaultKind Kind, TimeSpan Start, TimeSpan Length)
{
    /// <summary>When it is over.</summary>
    public TimeSpan End => Start + Length;

    /// <summary>For how long a target may go without collections because of it, beyond two intervals.</summary>
    public TimeSpan Gap => Promise.GapOf(Kind, Length);

    /// <summary>For how long a target may be collected by two silos because of it, beyond one interval.</summary>
    public TimeSpan Double => Promise.DoubleOf(Kind, Length);
}

/// <summary>What may happen to the cluster.</summary>
internal enum FaultKind
{
    /// <summary>A silo's process is killed.</summary>
    Kill,

    /// <summary>Two of four or more are, at once.</summary>
    KillTwo,

    /// <summary>A silo is stopped, and hands over.</summary>
    Stop,

    /// <summary>A silo is told to stop, and killed while it does.</summary>
    KillStopping,

    /// <summary>A silo stands still.</summary>
    Stall,

    /// <summary>A silo's host is cut off from everything.</summary>
    Vanish,

    /// <summary>A silo does not reach the others, and reaches the membership store.</summary>
    CutOff,

    /// <summary>A silo reaches neither the others nor the membership store, and its targets all the same.</summary>
    Isolate,

    /// <summary>A silo's host rejects what another sends.</summary>
    Reject,

    /// <summary>Nobody reaches the membership store.</summary>
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

/// <summary>What the documentation promises for each of them.</summary>
internal static class Promise
{
    /// <summary>A silo whose process is gone is taken over from within three seconds, of which one interval is in what every target may miss.</summary>
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(2);

    /// <summary>A silo that answers no probe is given up after twenty to thirty seconds, and taken over from.</summary>
    private static readonly TimeSpan Probes = TimeSpan.FromSeconds(32);

    /// <summary>Until a call is tried again that nobody answered.</summary>
    private static readonly TimeSpan Calls = TimeSpan.FromSeconds(32);

    /// <summary>Until a silo that is back has read the membership.</summary>
    private static readonly TimeSpan Return = TimeSpan.FromSeconds(3);

    /// <summary>Until a silo that stood still has read the membership.</summary>
    private static readonly TimeSpan Reopening = TimeSpan.FromSeconds(1);

    /// <summary>For how long a target may go without collections, beyond two intervals.</summary>
    public static TimeSpan GapOf(FaultKind kind, TimeSpan length) => kind switch
    {
        FaultKind.Kill or FaultKind.KillTwo => TakeOver,
        FaultKind.KillStopping => Probes,
        FaultKind.Stall => length < Probes ? length + Reopening : Probes,
        FaultKind.Vanish => Probes + length,
        FaultKind.CutOff or FaultKind.Isolate => Probes,

        // Each of the two has but one voice against the other, so that nobody is given up: what one keeps for all, the other does not hear of.
        FaultKind.Reject => length + Calls,
        FaultKind.NoStore => TimeSpan.Zero,

        // A look that takes 0.4 s shows nothing, and the next one is half a second later.
        FaultKind.Slow => 3 * TakeOver,

        // Orleans gives a call up after thirty seconds.
        FaultKind.Loss => TimeSpan.FromSeconds(40),
        _ => TimeSpan.Zero,
    };

    /// <summary>For how long a target may be collected by two silos, beyond one interval.</summary>
    public static TimeSpan DoubleOf(FaultKind kind, TimeSpan length) => kind switch
    {
        // It cannot know that others took over, since it hears of nobody.
        FaultKind.Isolate => length + Return,

        // It cannot have read that others took over before it is back.
        FaultKind.Vanish => Return,


        // Orleans' directory may lose a grain's place, so that a new activation stands beside the old one; what is to end that may be lost too.
        FaultKind.Loss => TimeSpan.FromSeconds(30),
        _ => TimeSpan.Zero,
    };
}
