using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// Keeps an engine to its configuration and to what the configuration's sources find: it follows each source, and puts the fleet together anew when a list changes.
/// </summary>
internal sealed class TargetDiscovery : IDisposable
{
    /// <summary>How long a start, or a reload, waits for the first answers of sources that it has not asked before.</summary>
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

    /// <param name="apply">Puts a configuration to use; where it throws, nothing was changed.</param>
    /// <param name="applyTargets">Puts other targets of the configuration in use to use.</param>
    /// <param name="credentials">How to log in to servers that are asked.</param>
    /// <param name="time">Drives the looks, and dates them.</param>
    /// <param name="logger">Where changes of state are logged.</param>
    /// <param name="metrics">Where sources are shown.</param>
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

    /// <summary>How each source fares.</summary>
    public ImmutableArray<SourceReport> Sources => [.. _followers.Select(ReportOf)];

    /// <summary>Makes the source of settings; the last argument is that of the same kind and origin before a reload. Default: one that is asked by this process itself.</summary>
    public Func<TargetGroup, SourceSettings, IDiscoverySource?, IDiscoverySource>? Create { get; init; }

    /// <summary>
    /// Puts a configuration to use, with what its sources find. New sources are given a moment to answer first, so that a target that moved from one to another is
    /// not given up; lists of sources that stay are kept.
    /// </summary>
    /// <exception cref="IOException">The engine could not use it; nothing was changed.</exception>
    /// <exception cref="CryptographicException">The same.</exception>
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
            End(followers); // Those of a configuration that could not be used.
            _turn.Release();
        }
    }

    /// <summary>Asks no source any more.</summary>
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
