using System.Collections.Immutable;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Hosting;

/// <summary>Repeatedly asks sources, contacts the targets that they find, and shows the result.</summary>
/// <param name="look">Asks the sources.</param>
/// <param name="contacts">Contacts targets.</param>
/// <param name="every">The time between two rounds of contacts.</param>
/// <param name="mask">Hides secrets in messages of sources.</param>
/// <param name="time">Drives the rounds.</param>
internal sealed class TargetsWatch(DiscoveryLook look, TargetContacts contacts, TimeSpan every, Func<string, string> mask, TimeProvider time)
{
    /// <summary>The shortest time between two updates of the view while contacts go on.</summary>
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    private long? _lastRound;

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(IWatchView view, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                LookResult result = await look.LookAsync(cancellationToken).ConfigureAwait(false);
                ImmutableArray<string> said = [.. result.Problems.Concat(result.Warnings).Select(mask)];
                await ContactAsync(view, said, result.Members, cancellationToken).ConfigureAwait(false);
                view.Show(new WatchedTargets(said, result.Members, contacts, result.Members.Length));
                TimeSpan pause = look.Refresh > TimeSpan.Zero && look.Refresh < every ? look.Refresh : every;
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelled on purpose.
        }
    }

    /// <summary>Contacts all targets if a round is due; otherwise only new ones.</summary>
    private async Task ContactAsync(IWatchView view, ImmutableArray<string> said, ImmutableArray<FleetMember> members, CancellationToken cancellationToken)
    {
        bool isRound = _lastRound is not { } last || time.GetElapsedTime(last) >= every;
        _lastRound = isRound ? time.GetTimestamp() : _lastRound;
        ImmutableArray<FleetMember> asked = isRound ? members : [.. members.Where(member => !contacts.IsKnown(member.Target.Address.Id))];
        int contacted = members.Length - asked.Length;
        Task round = contacts.ContactAsync(asked, () => Interlocked.Increment(ref contacted), cancellationToken);
        while (!round.IsCompleted)
        {
            view.Progress(new WatchedTargets(said, members, contacts, Volatile.Read(ref contacted)));
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(round, Task.Delay(Redraw, time, waiting.Token)).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
        }

        await round.ConfigureAwait(false);
    }
}
