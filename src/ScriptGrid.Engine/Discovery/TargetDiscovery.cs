using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// Keeps an engine up to date with its configuration and with what the configuration's sources find. It follows each source, and composes the fleet
/// anew whenever a list changes.
/// </summary>
internal sealed class TargetDiscovery : IDisposable
{
    /// <summary>How long a start or a reload waits for the first answers of new sources.</summary>
    private static readonly TimeSpan FirstAnswers = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Func<ScriptGridConfiguration, Task> _apply;
    private readonly Action<ScriptGridConfiguration> _applyTargets;
    private readonly FollowerContext _context;
    private readonly SourceTools _tools;
    private ScriptGridConfiguration _configuration = new();
    private ImmutableArray<SourceFollower> _followers = [];
    private ImmutableArray<string> _warnings = [];
    private volatile ImmutableDictionary<(string Group, string Source), ImmutableDictionary<TargetAddress, string>> _lost = new FoundFleet([], []).Lost;
    private volatile bool _isStopped;

    /// <param name="apply">Applies a configuration; if it throws, nothing has changed.</param>
    /// <param name="applyTargets">Applies a new list of targets to the configuration in use.</param>
    /// <param name="credentials">The credentials for servers that sources query.</param>
    /// <param name="time">The clock for queries and their dates.</param>
    /// <param name="logger">Logs changes of state.</param>
    /// <param name="metrics">The registry of the metrics about sources.</param>
    public TargetDiscovery(
        Func<ScriptGridConfiguration, Task> apply,
        Action<ScriptGridConfiguration> applyTargets,
        CredentialStore credentials,
        TimeProvider time,
        ILogger logger,
        OwnMetrics metrics)
    {
        _apply = apply;
        _applyTargets = applyTargets;
        _tools = new SourceTools(time, credentials);
        _context = new FollowerContext(time, logger, new DiscoveryMeter(metrics), OnChangedAsync);
    }

    /// <summary>The state of each source.</summary>
    public ImmutableArray<SourceReport> Sources => [.. _followers.Select(ReportOf)];

    /// <summary>
    /// Creates a source from its settings; the last argument is the source of the same kind and origin before a reload. Default: a source that this
    /// process queries itself.
    /// </summary>
    public Func<TargetGroup, SourceSettings, IDiscoverySource?, IDiscoverySource>? Create { get; init; }

    /// <summary>
    /// Applies a configuration, with what its sources find. New sources get a moment to answer first, so that a target that moved from one source to
    /// another is not dropped in between. Sources that stay keep their lists.
    /// </summary>
    /// <exception cref="IOException">The engine could not apply it; nothing has changed.</exception>
    /// <exception cref="CryptographicException">The engine could not apply it; nothing has changed.</exception>
    public async Task ApplyAsync(ScriptGridConfiguration configuration)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        ImmutableArray<SourceFollower> followers = [];
        try
        {
            followers = Follow(configuration);
            Task answers = Task.WhenAll(followers.Where(static follower => follower.List is null).Select(static follower => follower.FirstAnswer));
            await answers.WaitAsync(FirstAnswers, _context.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            FoundFleet fleet = Compose(configuration, followers);
            await _apply(fleet.In(configuration)).ConfigureAwait(false);
            (ImmutableArray<SourceFollower> old, _followers, followers) = (_followers, followers, []);
            _configuration = configuration;
            Tell(fleet);
            End(old);
        }
        finally
        {
            End(followers); // The followers of a configuration that could not be applied.
            _turn.Release();
        }
    }

    /// <summary>Stops querying sources.</summary>
    public void Stop()
    {
        _isStopped = true;
        foreach (SourceFollower follower in _followers)
        {
            follower.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _turn.Dispose();
    }

    private ImmutableArray<SourceFollower> Follow(ScriptGridConfiguration configuration)
    {
        ImmutableArray<SourceFollower>.Builder followers = ImmutableArray.CreateBuilder<SourceFollower>();
        foreach (TargetGroup group in configuration.Groups)
        {
            foreach (SourceSettings settings in group.Sources)
            {
                SourceFollower? before = _followers.FirstOrDefault(known => known.Settings.Kind == settings.Kind && known.Settings.Origin == settings.Origin);
                IDiscoverySource source = Create?.Invoke(group, settings, before?.Source)
                    ?? DiscoverySources.Create(group, settings, _tools, before?.Source);
                if (before?.List is { } listed)
                {
                    source.Remember(listed);
                }

                followers.Add(new SourceFollower(group, settings, source, configuration, _context));
                _context.Meter.Begin(group.Name, settings.Kind);
                followers[^1].Start(before?.List);
            }
        }

        return followers.DrainToImmutable();
    }

    private void End(ImmutableArray<SourceFollower> followers)
    {
        foreach (SourceFollower follower in followers)
        {
            follower.Dispose();
            if (!_followers.Any(other => other.Group.Name == follower.Group.Name && other.Settings.Kind == follower.Settings.Kind))
            {
                _context.Meter.End(follower.Group.Name, follower.Settings.Kind);
            }
        }
    }

    private static FoundFleet Compose(ScriptGridConfiguration configuration, ImmutableArray<SourceFollower> followers)
    {
        Dictionary<(string, string), SourceTargets> found = followers.ToDictionary(
            static follower => (follower.Group.Name, follower.Settings.Kind), static follower => follower.Targets);
        return FoundFleet.Of(configuration, (group, source) => found[(group.Name, source.Kind)]);
    }

    private async Task OnChangedAsync(SourceFollower follower)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isStopped || !_followers.Contains(follower))
            {
                return;
            }

            FoundFleet fleet = Compose(_configuration, _followers);
            _applyTargets(fleet.In(_configuration));
            Tell(fleet);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Tell(FoundFleet fleet)
    {
        foreach (string warning in fleet.Warnings.Except(_warnings))
        {
            Log.DiscoveryWarning(_context.Logger, warning);
        }

        (_warnings, _lost) = (fleet.Warnings, fleet.Lost);
    }

    private SourceReport ReportOf(SourceFollower follower)
    {
        SourceReport report = follower.Report;
        return _lost.TryGetValue((report.Group, report.Kind), out ImmutableDictionary<TargetAddress, string>? lost)
            ? report with { Targets = report.Targets.Without(lost) }
            : report;
    }
}
