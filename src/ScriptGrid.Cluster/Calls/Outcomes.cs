using System.Collections.Immutable;
using ScriptGrid.Client;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Calls;

/// <summary>Converts the end of a call into the outcome that clients get.</summary>
internal static class Outcomes
{
    /// <summary>The outcome of a run.</summary>
    public static ScriptOutcome Script(CallResult result) => new()
    {
        Status = Status(result.End),
        Reply = result.End == CallEnd.Done ? ReplyTree.Read(result.Reply) : ScriptReply.Nil,
        Reason = Reason(result),
        Message = result.Failure?.Message ?? "",
        Duration = result.Duration,
    };

    /// <summary>The outcome of a run that was refused before it was sent.</summary>
    public static ScriptOutcome Script(Refusal refusal) => new() { Status = refusal.Status, Message = refusal.Message };

    /// <summary>The outcome of a SCRIPT LOAD.</summary>
    public static LoadOutcome Load(CallResult result, string sha1) => new()
    {
        Status = Status(result.End),
        Sha1 = result.End == CallEnd.Done ? sha1 : "",
        Reason = Reason(result),
        Message = result.Failure?.Message ?? "",
    };

    /// <summary>The outcome of a SCRIPT LOAD that was refused before it was sent.</summary>
    public static LoadOutcome Load(Refusal refusal) => new() { Status = refusal.Status, Message = refusal.Message };

    /// <summary>The outcome of a SCRIPT EXISTS for these scripts.</summary>
    public static ExistsOutcome Exists(CallResult result, IReadOnlyList<KnownScript> scripts)
    {
        ImmutableArray<ScriptReply> found = result.End == CallEnd.Done ? ReplyTree.Read(result.Reply).Items : [];
        return new ExistsOutcome
        {
            Status = Status(result.End),
            Scripts = [.. found.Zip(scripts, static (found, script) => new CachedScript(
                script.Plan.Script.Name, script.Plan.Commands.Sha1, found.AsBool() == true, script.IsRegistered))],
            Reason = Reason(result),
            Message = result.Failure?.Message ?? "",
        };
    }

    /// <summary>The outcome of a SCRIPT EXISTS that was refused before it was sent.</summary>
    public static ExistsOutcome Exists(Refusal refusal) => new() { Status = refusal.Status, Message = refusal.Message };

    /// <summary>The outcome of a command that has no result.</summary>
    public static CommandOutcome Command(CallResult result) => new()
    {
        Status = Status(result.End),
        Reason = Reason(result),
        Message = result.Failure?.Message ?? "",
    };

    /// <summary>The outcome of a command that ran on a connection of its own; null means success.</summary>
    public static CommandOutcome Command(Failure? failure) => failure is null
        ? new CommandOutcome { Status = CallStatus.Done }
        : new CommandOutcome { Status = CallStatus.Failed, Reason = Failure.Label(failure.Reason), Message = failure.Message };

    /// <summary>The outcome of a command that was refused before it was sent.</summary>
    public static CommandOutcome Command(Refusal refusal) => new() { Status = refusal.Status, Message = refusal.Message };

    private static CallStatus Status(CallEnd end) => end switch
    {
        CallEnd.Done => CallStatus.Done,
        CallEnd.Refused => CallStatus.Unavailable,
        _ => CallStatus.Failed,
    };

    /// <summary>The failure's reason, from the closed list. It is empty if nothing was sent, because then no server or network gave a reason.</summary>
    private static string Reason(CallResult result) => result is { End: CallEnd.Failed, Failure: { } failure } ? Failure.Label(failure.Reason) : "";
}
