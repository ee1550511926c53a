using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Credentials;

/// <summary>
/// The places that secrets and certificates are read from, each once however many targets need it. It looks at each again and again, tells of what a look
/// brought, and has another version wherever a login has changed.
/// </summary>
internal sealed class CredentialSources(TimeProvider time, ILogger logger, CredentialMeter meter, ConfiguredSecrets secrets) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<object, CredentialSource> _sources = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private bool _isFollowing;
    private int _version;

    /// <summary>Another one wherever any login has changed.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Time since the start, by which sources plan their looks.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>TLS settings with their files as they are now, which are followed from then on. Throws what reading them throws.</summary>
    public TlsContext Tls(TlsSettings settings)
    {
        if (_sources.TryGetValue(settings, out CredentialSource? known))
        {
            ((TlsFilesSource)known).Context.Reload();
        }

        return ((TlsFilesSource)(known ?? Known(settings, group: null, _ => new TlsFilesSource(new TlsContext(settings))))).Context;
    }

    /// <summary>The source of TLS settings that are followed; null where they are not.</summary>
    public CredentialSource? Find(TlsSettings settings) => _sources.GetValueOrDefault(settings);

    /// <summary>All that a login may come from.</summary>
    public IEnumerable<CredentialSource> Of(RedisCredentials credentials)
    {
        if (credentials.PasswordFile is { } path)
        {
            yield return FileOf(path, credentials.Group);
        }

        if (credentials.CredentialsFile is { } file)
        {
            yield return LoginsIn(file, credentials.Group);
        }

        if (credentials.PasswordCommand is { } command)
        {
            yield return ProgramOf(command, credentials.Group);
        }
    }

    /// <summary>A file with a password.</summary>
    public PasswordFileSource FileOf(string path, string? group) =>
        (PasswordFileSource)Known((path, nameof(RedisCredentials.PasswordFile)), group, _ => new PasswordFileSource(path));

    /// <summary>A file with the logins of many targets.</summary>
    public CredentialsFileSource LoginsIn(string path, string? group) =>
        (CredentialsFileSource)Known((path, nameof(RedisCredentials.CredentialsFile)), group, _ => new CredentialsFileSource(path));

    /// <summary>A program that gives a password.</summary>
    public PasswordCommandSource ProgramOf(PasswordCommand command, string? group) =>
        (PasswordCommandSource)Known(command, group, _ => new PasswordCommandSource(command, time, _stop.IsCancellationRequested ? new CancellationToken(canceled: true) : _stop.Token));

    /// <summary>Looks at a source now, unless a look is under way.</summary>
    public Task<LookOutcome> LookAsync(CredentialSource source) => source.LookAsync(() => Now, Note);

    /// <summary>Follows these and no others. Files are read again.</summary>
    /// <param name="wanted">The sources; walked through once nobody is noted to use any, so that walking notes who does.</param>
    public void Keep(IEnumerable<CredentialSource> wanted)
    {
        lock (_gate)
        {
            string[] before = [.. _sources.Values.SelectMany(static source => source.Groups).Distinct()];
            foreach (CredentialSource source in _sources.Values)
            {
                source.UseForNone();
            }

            HashSet<CredentialSource> used = [.. wanted];
            foreach ((object key, CredentialSource unused) in _sources.Where(source => !used.Contains(source.Value)))
            {
                _sources.TryRemove(key, out _);
                secrets.Hold(unused, []);
            }

            foreach (string gone in before.Except(used.SelectMany(static source => source.Groups)))
            {
                meter.End(gone);
            }

            foreach (CredentialSource source in used)
            {
                source.Groups.ToList().ForEach(meter.Begin);
                if (source is FileSource file)
                {
                    Note(file, file.Read());
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    private CredentialSource Known(object key, string? group, Func<object, CredentialSource> create)
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
                await Task.Delay(Pace, time, cancellationToken).ConfigureAwait(false);
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

    private void Note(CredentialSource source, LookOutcome outcome)
    {
        if (outcome.IsChanged)
        {
            if (source.IsLogin)
            {
                secrets.Hold(source, [.. source.Secrets]);
                Interlocked.Increment(ref _version);
            }

            if (outcome.IsReplaced)
            {
                Log.CredentialsChanged(logger, source.Name, source.IsLogin ? "open connections log in again before their next command" : "new connections use it");
            }
        }

        string? before = source.Problem;
        source.Problem = outcome.Problem;
        if (outcome.Problem is { } problem)
        {
            foreach (string group in source.Groups)
            {
                meter.Failed(group);
            }

            if (problem != before)
            {
                Log.CredentialsNotRead(logger, source.Name, secrets.Mask.Apply(problem));
            }
        }
        else if (before is not null)
        {
            Log.CredentialsReadAgain(logger, source.Name);
        }
    }
}
