using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Credentials;

/// <summary>
/// The credentials of now: what files hold by now rather than when the configuration was read. It looks at each source again and again, and
/// tells by its version that something has changed; who has a connection then asks how to log in.
/// </summary>
internal sealed class CredentialStore : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, CredentialSource> _sources = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConfiguredSecrets _secrets;
    private readonly long _start;
    private bool _isFollowing;
    private int _version;

    /// <param name="time">Says when to look again.</param>
    /// <param name="logger">Where changes are told.</param>
    /// <param name="metrics">Where failures are shown.</param>
    /// <param name="secrets">Told of what is read.</param>
    public CredentialStore(TimeProvider time, ILogger logger, OwnMetrics metrics, ConfiguredSecrets secrets)
    {
        (_time, _logger, _secrets, _start) = (time, logger, secrets, time.GetTimestamp());
        Meter = new CredentialMeter(metrics);
    }

    /// <summary>One for a command that ends soon, and shows no metrics.</summary>
    public static CredentialStore Untold(TimeProvider time, ConfiguredSecrets secrets) => new(time, NullLogger.Instance, new OwnMetrics(), secrets);

    /// <summary>Another one wherever any of the credentials has changed.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Shows how they fare.</summary>
    public CredentialMeter Meter { get; }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>How to log in to a target now.</summary>
    public ValueTask<Login> FindAsync(TargetSpec target)
    {
        if (target.Credentials is not { IsLive: true } configured)
        {
            return ValueTask.FromResult(new Login(target.Credentials));
        }

        string? password = configured.PasswordFile is { } path ? FileOf(path, configured.Group).Password : null;
        return ValueTask.FromResult(new Login(password is null || password == configured.Password ? configured : configured with { Password = password }));
    }

    /// <summary>Looks for other credentials of a target at once, since the server refuses those that it has.</summary>
    public Task RefreshAsync(TargetSpec target) => target.Credentials is { PasswordFile: { } path, Group: var group }
        ? LookAsync(FileOf(path, group))
        : Task.CompletedTask;

    /// <summary>Follows the credentials of a configuration, and those of no other. Its files are read again.</summary>
    public void Use(ScriptGridConfiguration configuration)
    {
        lock (_gate)
        {
            string[] before = [.. _sources.Values.SelectMany(static source => source.Groups).Distinct()];
            foreach (CredentialSource source in _sources.Values)
            {
                source.UseForNone();
            }

            HashSet<CredentialSource> used = [.. LoginsOf(configuration).SelectMany(SourcesOf)];
            foreach ((string key, CredentialSource unused) in _sources.Where(source => !used.Contains(source.Value)))
            {
                _sources.TryRemove(key, out _);
                _secrets.Hold(unused, []);
            }

            foreach (string gone in before.Except(used.SelectMany(static source => source.Groups)))
            {
                Meter.End(gone);
            }

            foreach (CredentialSource source in used)
            {
                source.Groups.ToList().ForEach(Meter.Begin);
                if (source is PasswordFileSource file)
                {
                    Note(file, file.Read());
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static IEnumerable<RedisCredentials> LoginsOf(ScriptGridConfiguration configuration) =>
        configuration.Targets
            .Concat(configuration.Groups.SelectMany(static group => group.Sources).OfType<RedisSourceSettings>().SelectMany(static source => source.Asked))
            .Select(static target => target.Credentials)
            .Concat(configuration.Groups.Where(static group => !group.Sources.IsEmpty).Select(static group => group.Template.WiderLogin))
            .OfType<RedisCredentials>()
            .Where(static credentials => credentials.IsLive);

    private IEnumerable<CredentialSource> SourcesOf(RedisCredentials credentials) =>
        credentials.PasswordFile is { } path ? [FileOf(path, credentials.Group)] : [];

    private PasswordFileSource FileOf(string path, string? group) =>
        (PasswordFileSource)Known($"file {path}", group, _ => new PasswordFileSource(path));

    private CredentialSource Known(string key, string? group, Func<string, CredentialSource> create)
    {
        if (!_sources.TryGetValue(key, out CredentialSource? source))
        {
            source = _sources.GetOrAdd(key, create);
            Follow();
        }

        if (group is not null && !source.Groups.Contains(group))
        {
            source.UseFor(group);
        }

        return source;
    }

    private void Follow()
    {
        lock (_gate)
        {
            if (!_isFollowing)
            {
                _isFollowing = true;
                _ = FollowAsync(_stop.Token);
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pace, _time, cancellationToken).ConfigureAwait(false);
                foreach (CredentialSource source in _sources.Values.Where(source => Now >= source.NextLook))
                {
                    _ = LookAsync(source); // None waits for another.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private Task<LookOutcome> LookAsync(CredentialSource source) => source.LookAsync(Now, Note);

    private void Note(CredentialSource source, LookOutcome outcome)
    {
        if (outcome.IsChanged)
        {
            _secrets.Hold(source, [.. source.Secrets]);
            Interlocked.Increment(ref _version);
            if (outcome.IsReplaced)
            {
                Log.CredentialsChanged(_logger, source.Name);
            }
        }

        string? before = source.Problem;
        source.Problem = outcome.Problem;
        if (outcome.Problem is { } problem)
        {
            foreach (string group in source.Groups)
            {
                Meter.Failed(group);
            }

            if (problem != before)
            {
                Log.CredentialsNotRead(_logger, source.Name, _secrets.Mask.Apply(problem));
            }
        }
        else if (before is not null)
        {
            Log.CredentialsReadAgain(_logger, source.Name);
        }
    }
}
