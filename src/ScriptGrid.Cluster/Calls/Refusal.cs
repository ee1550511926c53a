using ScriptGrid.Client;

namespace ScriptGrid.Cluster.Calls;

/// <summary>Why a call is refused.</summary>
/// <param name="Status">The status that clients get.</param>
/// <param name="Message">The same in words, for humans.</param>
internal sealed record Refusal(CallStatus Status, string Message)
{
    /// <summary>The catalogue does not have the target.</summary>
    public static Refusal UnknownTarget(string target) => new(CallStatus.UnknownTarget, $"{target} is not a configured target");

    /// <summary>An argument is invalid, as the problem says; null if there is no problem.</summary>
    public static Refusal? Invalid(string? problem) => problem is null ? null : new(CallStatus.InvalidArgument, problem);

    /// <summary>The silo has just started, and has no catalogue or not the newest one yet, so it cannot tell whether the target is configured.</summary>
    public static Refusal NoCatalogue { get; } = new(CallStatus.Unavailable, "the silo has no catalogue yet; nothing was sent");

    /// <summary>The silo hands the target over, so it takes no calls of it any more.</summary>
    public static Refusal ChangesHands { get; } = new(CallStatus.Unavailable, "the target is being handed over to another silo; nothing was sent");

    /// <summary>The silo was stalled, and another silo may own the target now.</summary>
    public static Refusal Stalled { get; } = new(CallStatus.Unavailable, "the silo was stalled and asks whether it is still a member; nothing was sent");

    /// <summary>The target has no script of this name.</summary>
    public static Refusal UnknownScript(string target, string script) => new(CallStatus.UnknownScript, $"{target} has no script {script}");

    /// <summary>Ad-hoc scripts are disabled in the configuration.</summary>
    public static Refusal NoAdHocEval { get; } = new(
        CallStatus.NotAllowed, "scripts that are not configured run only where the silos' configuration has cluster: {ad_hoc_eval: true}");
}
