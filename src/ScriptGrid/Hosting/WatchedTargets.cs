using System.Collections.Immutable;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary>What <c>targets --watch</c> shows at a moment.</summary>
/// <param name="Said">What went wrong with sources, and what was left out; a line each.</param>
/// <param name="Members">The targets, with where they come from.</param>
/// <param name="Contacts">How they answered.</param>
/// <param name="Contacted">How many were contacted in the round under way, or the last one.</param>
internal sealed record WatchedTargets(ImmutableArray<string> Said, ImmutableArray<FleetMember> Members, TargetContacts Contacts, int Contacted)
{
    /// <summary>How many targets do not answer.</summary>
    public int Down => Members.Count(member => Contacts.FailureOf(IdOf(member)) is not null);

    /// <summary><c>up</c>, <c>down</c> with the reason, or nothing where the target was not contacted yet.</summary>
    public string StateOf(FleetMember member) =>
        Contacts.FailureOf(IdOf(member)) is { } failure ? $"down: {Failure.Label(failure.Reason)}: {failure.Message}"
        : Contacts.IsKnown(IdOf(member)) ? "up"
        : "";

    private static string IdOf(FleetMember member) => member.Target.Address.Id;
}

/// <summary>Where watched targets are shown.</summary>
internal interface IWatchView
{
    /// <summary>Shows what is there while contacts go on.</summary>
    void Progress(WatchedTargets watched);

    /// <summary>Shows what is there once every target was contacted.</summary>
    void Show(WatchedTargets watched);
}
