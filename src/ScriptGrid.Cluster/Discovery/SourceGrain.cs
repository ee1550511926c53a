using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Cluster.Discovery;

/// <inheritdoc cref="ISourceGrain"/>
/// <remarks>
/// It is activated where it is first asked for, by a silo that knows how to ask the source. Reentrant: no call waits for a slow source.
/// </remarks>
[Reentrant]
[PreferLocalPlacement]
internal sealed class SourceGrain(SourceBook book, SourceTools tools, TimeProvider time, ILogger<SourceGrain> logger) : Grain, ISourceGrain
{
    /// <summary>Whom nobody has followed for so long is asked no more.</summary>
    private static readonly TimeSpan Unfollowed = TimeSpan.FromMinutes(1);

    /// <summary>How long followers have to bring a list back before a part of one is believed.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);

    private readonly long _start = time.GetTimestamp();
    private IGrainTimer? _timer;
    private FollowedSource? _followed;
    private IDiscoverySource? _source;
    private ImmutableArray<FoundTarget>? _list;
    private SourceEdition? _edition;
    private DateTimeOffset? _lookedAt;
    private string? _problem;
    private bool _wasWhole;
    private long _askedAt;

    private string Key => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _askedAt = time.GetTimestamp();
        _timer = this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SourceState?> GetAsync(long known)
    {
        _askedAt = time.GetTimestamp();
        if (_source is null && book.Find(Key) is null)
        {
            DeactivateOnIdle(); // The next activation is at a silo that does.
            return Task.FromResult<SourceState?>(null);
        }

        long number = _edition?.Number ?? 0;
        return Task.FromResult<SourceState?>(new SourceState(number, _lookedAt, _problem, number == known ? null : _edition));
    }

    /// <inheritdoc/>
    public Task OfferAsync(SourceEdition edition)
    {
        if (_edition is not null && edition.Number <= _edition.Number)
        {
            return Task.CompletedTask;
        }

        if (_wasWhole)
        {
            Publish(_list!.Value, edition.Number); // What the source says itself counts, whatever the clocks of silos say.
        }
        else
        {
            (_list, _edition) = (edition.Read(), edition);
            _source?.Remember(_list.Value);
            _lookedAt ??= DateTimeOffset.FromUnixTimeMilliseconds(edition.Number); // Silos that join have the list before a slow source answers.
        }

        return Task.CompletedTask;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_askedAt) > Unfollowed || book.Find(Key) is not { } followed)
        {
            DeactivateOnIdle();
            return;
        }

        TimeSpan pause = followed.Settings.Refresh;
        try
        {
            IDiscoverySource source = Use(followed);
            bool isRecovered = _list is not null;
            SourceAnswer answer = await DiscoverySources.AskAsync(source, cancellationToken);
            pause = answer.PauseAfter(pause);
            if (!cancellationToken.IsCancellationRequested)
            {
                Take(answer, isRecovered);
            }
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                _timer?.Change(pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The source as this silo's configuration has it now.</summary>
    private IDiscoverySource Use(FollowedSource followed)
    {
        if (_source is null)
        {
            Log.SourceAsked(logger, followed.Group.Name, followed.Settings.Kind);
        }

        if (_source is null || !ReferenceEquals(followed, _followed))
        {
            (_source, _followed) = (DiscoverySources.Create(followed.Group, followed.Settings, tools, _source), followed);
            if (_list is { } list)
            {
                _source.Remember(list);
            }
        }

        return _source;
    }

    /// <summary>Takes an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="isRecovered">Whether the source was asked with a list to go on from.</param>
    private void Take(SourceAnswer answer, bool isRecovered)
    {
        (_lookedAt, _problem) = (time.GetUtcNow(), answer.Problem);
        if (answer.Targets is not { } list)
        {
            return;
        }

        _wasWhole |= answer.Problem is null;
        bool isAlone = _list is null && time.GetElapsedTime(_start) >= Recovery;
        if (!_wasWhole && !isRecovered && !isAlone)
        {
            return; // A part, while a follower may still bring back what the other parts had.
        }

        if (_list is not { } before || !before.SequenceEqual(list))
        {
            Publish(list, _edition?.Number ?? 0);
        }
    }

    private void Publish(ImmutableArray<FoundTarget> list, long last)
    {
        _list = list;
        _edition = SourceEdition.Of(Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), last + 1), list);
    }
}
