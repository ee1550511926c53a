using ScriptGrid.Client;

namespace ScriptGrid.Cluster.Calls;

/// <summary>Why a call is not carried out.</summary>
/// <param name="Status">What clients get.</param>
/// <param name="Message">The same in words.</param>
internal sealed record Refusal(CallStatus Status, string Message)
{
    /// <summary>The catalogue does not have the target.</summary>
    public static Refusal UnknownTarget(string target) => new(CallStatus.UnknownTarget, $"{target} is not a configured target");

    /// <summary>The silo has just started, so that it cannot say whether the target is configured.</summary>
    public static Refusal NoCatalogue { get; } = new(CallStatus.Unavailable, "the silo has no catalogue yet; nothing was sent");

    /// <summary>The silo was stalled, and another may have the target now.</summary>
    public static Refusal Stalled { get; } = new(CallStatus.Unavailable, "the silo was stalled and asks whether it is still a member; nothing was sent");

    /// <summary>The target has no script of this name.</summary>
    public static Refusal UnknownScript(string target, string script) => new(CallStatus.UnknownScript, $"{target} has no script {script}");

    /// <summary>Ad-hoc EVAL is off.</summary>
    public static Refusal NoAdHocEval { get; } = new(
        CallStatus.NotAllowed, "scripts that are not configured run only where the silos' configuration has cluster: {ad_hoc_eval: true}");
}
