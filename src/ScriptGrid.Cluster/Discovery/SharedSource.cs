using System.Collections.Immutable;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Cluster.Discovery;

/// <summary>A source as silos see it that leave the asking to one grain: its list is that of the grain, and goes back to it when the grain was lost.</summary>
/// <param name="grain">The grain.</param>
/// <param name="period">Time from one look at the grain to the next.</param>
/// <param name="time">Drives looks and deadlines.</param>
/// <param name="before">What this silo knew of the source before a reload; null for nothing.</param>
internal sealed class SharedSource(ISourceGrain grain, TimeSpan period, TimeProvider time, SharedSource? before) : IDiscoverySource
{
    /// <summary>How long a call may take.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long the grain may be away before that is told: it takes a while until a silo is known to be lost.</summary>
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

    /// <summary>The grain's answer, once what it lacks was brought to it, and what it has was taken from it.</summary>
    private async Task<(SourceState? State, string Problem)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            SourceState? state = await grain.GetAsync(_known.Number).WaitAsync(CallLimit, time, cancellationToken).ConfigureAwait(false);
            if (state is not null && state.Number < _known.Number && _known.List is { } list)
            {
                await grain.OfferAsync(SourceEdition.Of(_known.Number, list)).WaitAsync(CallLimit, time, cancellationToken).ConfigureAwait(false);
                return (null, "its list was brought back to it"); // What it makes of it is asked for next.
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
