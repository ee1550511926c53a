using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Discovery;

/// <summary>Queries one source of one group repeatedly, and keeps its last valid list.</summary>
internal sealed class SourceFollower : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FollowerContext _context;
    private readonly ScriptGridConfiguration _configuration;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _problem;
    private DateTimeOffset? _lookedAt;
    private DateTimeOffset? _lastSuccess;
    private volatile bool _isDisposed;
    private volatile SourceTargets _targets = SourceTargets.None;

    /// <param name="group">The group that uses the source.</param>
    /// <param name="settings">The source's settings.</param>
    /// <param name="source">The source.</param>
    /// <param name="configuration">The configuration that contains the group.</param>
    /// <param name="context">What all followers share.</param>
    public SourceFollower(TargetGroup group, SourceSettings settings, IDiscoverySource source, ScriptGridConfiguration configuration, FollowerContext context)
    {
        (Group, Settings, Source, _configuration, _context) = (group, settings, source, configuration, context);
    }

    /// <summary>The group that uses the source.</summary>
    public TargetGroup Group { get; }

    /// <summary>The source's settings.</summary>
    public SourceSettings Settings { get; }

    /// <summary>The source.</summary>
    public IDiscoverySource Source { get; }

    /// <summary>The last valid list; null before the first.</summary>
    public ImmutableArray<FoundTarget>? List { get; private set; }

    /// <summary>The targets that the group makes of the list.</summary>
    public SourceTargets Targets => _targets;

    /// <summary>Completes once the source has answered, successfully or not.</summary>
    public Task FirstAnswer => _firstAnswer.Task;

    /// <summary>The current report about the source.</summary>
    public SourceReport Report => new(
        SourceSettings.NameOf(Group, Settings), Settings.Kind, Group.Name, _lastSuccess, _problem, FirstAnswer.IsCompleted, _targets);

    private string Name => $"group {Group.Name} ({Settings.Kind})";

    /// <summary>Starts to query the source.</summary>
    /// <param name="known">The list of the same source before a reload; null for none.</param>
    public void Start(ImmutableArray<FoundTarget>? known)
    {
        if (known is { } list)
        {
            Use(list);
        }

        _ = FollowAsync(_stop.Token);
        _ = ListenAsync(_stop.Token);
    }

    /// <summary>Processes an answer; returns true if the targets changed.</summary>
    private bool Take(SourceAnswer answer)
    {
        if (answer.LookedAt is null || answer.LookedAt != _lookedAt)
        {
            _lookedAt = answer.LookedAt;
            DateTimeOffset at = answer.LookedAt ?? _context.Time.GetUtcNow();
            _lastSuccess = answer.Problem is null ? at : _lastSuccess;
            _context.Meter.Answered(Group.Name, Settings.Kind, answer.Problem is null, at);
        }

        if (answer.Problem != _problem)
        {
            _problem = answer.Problem;
            Tell(answer.Problem);
            if (answer.Defect is { } defect)
            {
                Log.Defect(_context.Logger, defect, Name, untold: 0);
            }
        }

        return answer.Targets is { } list && (List is not { } before || !before.SequenceEqual(list)) && Use(list);
    }

    private void Tell(string? problem)
    {
        if (problem is null)
        {
            Log.SourceRecovered(_context.Logger, Name);
        }
        else
        {
            Log.SourceFailed(_context.Logger, Name, problem, List is null ? "it has not found any targets yet" : "the targets found before stay");
        }
    }

    private bool Use(ImmutableArray<FoundTarget> list)
    {
        SourceTargets before = _targets;
        List = list;
        _targets = SourceTargets.Of(Group, Settings, list, _configuration);
        _context.Meter.Found(Group.Name, Settings.Kind, _targets.Targets.Length);
        foreach (string warning in _targets.Warnings.Except(before.Warnings))
        {
            Log.DiscoveryWarning(_context.Logger, $"{Name}: {warning}");
        }

        return true;
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _news, news);
            SourceAnswer answer = await DiscoverySources.AskAsync(Source, cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            bool isFirst = !_firstAnswer.Task.IsCompleted;
            if (Take(answer) || isFirst)
            {
                _firstAnswer.TrySetResult();
                await TellChangeAsync().ConfigureAwait(false);
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Task.Delay(answer.PauseAfter(Settings.Refresh), _context.Time, waiting.Token), news.Task).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Listens to the source. If it announces a change, it is queried again at once.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Source.ListenAsync(() => Volatile.Read(ref _news).TrySetResult(), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelled as requested.
        }
        catch (Exception defect)
        {
            Log.Defect(_context.Logger, defect, Name, untold: 0);
        }
    }

    /// <summary>Reports a change. A defect in the handler must not end the queries.</summary>
    private async Task TellChangeAsync()
    {
        try
        {
            await _context.Changed(this).ConfigureAwait(false);
        }
        catch (Exception defect) when (!_isDisposed)
        {
            Log.Defect(_context.Logger, defect, Name, untold: 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _stop.Cancel();
            _stop.Dispose();
        }
    }
}

/// <summary>What all followers share.</summary>
/// <param name="Time">The clock for queries and their dates.</param>
/// <param name="Logger">Logs changes of state.</param>
/// <param name="Meter">The metrics about sources.</param>
/// <param name="Changed">Called with a follower after its first answer, and after each answer that changed the list.</param>
internal sealed record FollowerContext(TimeProvider Time, ILogger Logger, DiscoveryMeter Meter, Func<SourceFollower, Task> Changed);
