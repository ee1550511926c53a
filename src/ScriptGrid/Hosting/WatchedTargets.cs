using System.Collections.Immutable;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary>The state that <c>targets --watch</c> shows at one moment.</summary>
/// <param name="Said">Problems with sources, and warnings about what was left out, one line each.</param>
/// <param name="Members">The targets, each with its source.</param>
/// <param name="Contacts">The results of contacting them.</param>
/// <param name="Contacted">How many have been contacted in the current round, or in the last one.</param>
internal sealed record WatchedTargets(ImmutableArray<string> Said, ImmutableArray<FleetMember> Members, TargetContacts Contacts, int Contacted)
{
    /// <summary>How many targets do not answer.</summary>
    public int Down => Members.Count(member => Contacts.FailureOf(IdOf(member)) is not null);

    /// <summary>Returns <c>up</c>, or <c>down</c> with the reason; empty if the target has not been contacted yet.</summary>
    public string StateOf(FleetMember member) =>
        Contacts.FailureOf(IdOf(member)) is { } failure ? $"down: {Failure.Label(failure.Reason)}: {failure.Message}"
        : Contacts.IsKnown(IdOf(member)) ? "up"
        : "";

    private static string IdOf(FleetMember member) => member.Target.Address.Id;
}

/// <summary>A view of watched targets.</summary>
internal interface IWatchView
{
    /// <summary>Shows the current state while contacts go on.</summary>
    void Progress(WatchedTargets watched);

    /// <summary>Shows the state after every target was contacted.</summary>
    void Show(WatchedTargets watched);
}
