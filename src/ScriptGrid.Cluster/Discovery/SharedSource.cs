using System.Collections.Immutable;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Cluster.Discovery;

/// <summary>
/// A source as each silo sees it. One grain asks the real source; this class reads the grain's list, and brings the list back to the grain if it was lost.
/// </summary>
/// <param name="grain">The grain that asks the source.</param>
/// <param name="period">Time from one look at the grain to the next.</param>
/// <param name="time">Drives the looks and measures the deadlines.</param>
/// <param name="before">What this silo knew about the source before a reload; null if nothing.</param>
internal sealed class SharedSource(ISourceGrain grain, TimeSpan period, TimeProvider time, SharedSource? before) : IDiscoverySource
{
    /// <summary>How long a call to the grain may take.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long the grain may be unreachable before this is reported: the cluster needs a while to notice that a silo is lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private long _answeredAt = time.GetTimestamp();
    private KnownList _known = before?._known ?? new KnownList(0, null);

    /// <inheritdoc/>
    public async Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            (SourceState? state, string problem) = await AskAsync(cancellationToken).ConfigureAwait(false);
            if (state is { LookedAt: { } lookedAt })
            {
                _answeredAt = time.GetTimestamp();
                return new SourceAnswer(_known.List, state.Problem) { FreshFor = period, LookedAt = lookedAt };
            }

            if (time.GetElapsedTime(_answeredAt) > Patience)
            {
                return SourceAnswer.Failed(problem) with { FreshFor = period };
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the grain's answer. If this silo has the newer list, brings it to the grain; if the grain has, takes it over.</summary>
    private async Task<(SourceState? State, string Problem)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            SourceState? state = await grain.GetAsync(_known.Number).WaitAsync(CallLimit, time, cancellationToken).ConfigureAwait(false);
            if (state is not null && state.Number < _known.Number && _known.List is { } list)
            {
                await grain.OfferAsync(SourceEdition.Of(_known.Number, list)).WaitAsync(CallLimit, time, cancellationToken).ConfigureAwait(false);
                return (null, "its list was brought back to it"); // The caller asks again, and gets the grain's state with this list.
            }

            if (state?.Edition is { } edition)
            {
                _known = new KnownList(edition.Number, edition.Read());
            }

            return (state, state is null ? "the silo that asks it does not have this edition of the catalogue" : "it has not answered yet");
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException or InvalidDataException)
        {
            return (null, $"the silo that asks it does not answer: {failure.Message}");
        }
    }

    private sealed record KnownList(long Number, ImmutableArray<FoundTarget>? List);
}
