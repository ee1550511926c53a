using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Cluster.Discovery;

/// <inheritdoc cref="ISourceGrain"/>
/// <remarks>
/// It is activated on the silo that first asks for it, because that silo knows how to ask the source. Reentrant, so that no call waits for a slow source.
/// </remarks>
[Reentrant]
[PreferLocalPlacement]
internal sealed class SourceGrain(SourceBook book, SourceTools tools, TimeProvider time, ILogger<SourceGrain> logger) : Grain, ISourceGrain
{
    /// <summary>How long a source is still asked after the last silo asked for it.</summary>
    private static readonly TimeSpan Unfollowed = TimeSpan.FromMinutes(1);

    /// <summary>How long followers have to bring back a list before an incomplete answer is accepted without one.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);

    /// <summary>How long the first look at the source waits for the first caller to bring back its list.</summary>
    private static readonly TimeSpan BringBack = TimeSpan.FromSeconds(1);

    private readonly long _start = time.GetTimestamp();
    private TaskScheduler? _scheduler;
    private CancellationTokenSource? _listening;
    private bool _isLooking;
    private bool _hasLooked;
    private bool _hasNews;
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
        _scheduler = TaskScheduler.Current;
        _timer = this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(BringBack, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _listening?.Cancel();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SourceState?> GetAsync(long known)
    {
        _askedAt = time.GetTimestamp();
        if (_source is null && book.Find(Key) is null)
        {
            DeactivateOnIdle(); // The next activation is on a silo that knows the source.
            return Task.FromResult<SourceState?>(null);
        }

        long number = _edition?.Number ?? 0;
        if (known <= number)
        {
            LookFirst(); // Otherwise the caller brings its list back, and the first look starts from that.
        }

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
            Publish(_list!.Value, edition.Number); // The source's own complete answer wins, even if the clock of the other silo is ahead.
        }
        else
        {
            (_list, _edition) = (edition.Read(), edition);
            _source?.Remember(_list.Value);
            _lookedAt ??= DateTimeOffset.FromUnixTimeMilliseconds(edition.Number); // Silos that join get the list even before a slow source answers.
        }

        LookFirst();
        return Task.CompletedTask;
    }

    private void LookFirst()
    {
        if (!_hasLooked)
        {
            _hasLooked = true;
            _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_askedAt) > Unfollowed || book.Find(Key) is not { } followed)
        {
            DeactivateOnIdle();
            return;
        }

        TimeSpan pause = followed.Settings.Refresh;
        (_hasLooked, _isLooking, _hasNews) = (true, true, false);
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
            _isLooking = false;
            if (!cancellationToken.IsCancellationRequested)
            {
                _timer?.Change(_hasNews ? TimeSpan.Zero : pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Listens to a source that can report changes itself, and asks it again at once after each report.</summary>
    private async Task ListenAsync(IDiscoverySource source)
    {
        if (_listening is { } before)
        {
            await before.CancelAsync();
        }

        var listening = new CancellationTokenSource();
        _listening = listening;
        try
        {
            await source.ListenAsync(
                () => Task.Factory.StartNew(LookAgain, listening.Token, TaskCreationOptions.DenyChildAttach, _scheduler!), listening.Token);
        }
        catch (OperationCanceledException) when (listening.IsCancellationRequested)
        {
            // Cancelled on purpose.
        }
        catch (Exception defect)
        {
            Log.LoopFailed(logger, defect, "listening to a source of targets", untold: 0);
        }
    }

    private void LookAgain()
    {
        _hasNews = true;
        if (!_isLooking)
        {
            _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Returns the source with the settings of this silo's current configuration.</summary>
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

            _ = ListenAsync(_source);
        }

        return _source;
    }

    /// <summary>Takes over an answer of the source.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="isRecovered">Whether there was already a list when the source was asked.</param>
    private void Take(SourceAnswer answer, bool isRecovered)
    {
        if (answer.Defect is { } defect && answer.Problem != _problem)
        {
            Log.LoopFailed(logger, defect, "asking a source of targets", untold: 0);
        }

        (_lookedAt, _problem) = (time.GetUtcNow(), answer.Problem);
        if (answer.Targets is not { } list)
        {
            return;
        }

        _wasWhole |= answer.Problem is null;
        bool isAlone = _list is null && time.GetElapsedTime(_start) >= Recovery;
        if (!_wasWhole && !isRecovered && !isAlone)
        {
            return; // The answer is incomplete, and a follower may still bring back what the failed parts had.
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
