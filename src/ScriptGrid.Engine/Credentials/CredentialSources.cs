using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Credentials;

/// <summary>
/// The sources of secrets and certificates. Each exists once, however many targets use it. They are read repeatedly; outcomes are logged and counted,
/// and <see cref="Version"/> changes whenever a login has changed.
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

    /// <summary>A number that changes whenever any login has changed.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The time since the start, by which sources plan their reads.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Returns TLS settings with the current content of their files, which are followed from then on. Throws what reading the files throws.</summary>
    public TlsContext Tls(TlsSettings settings)
    {
        if (_sources.TryGetValue(settings, out CredentialSource? known))
        {
            ((TlsFilesSource)known).Context.Reload();
        }

        return ((TlsFilesSource)(known ?? Known(settings, group: null, _ => new TlsFilesSource(new TlsContext(settings))))).Context;
    }

    /// <summary>Returns the source of TLS settings that are followed; null if they are not.</summary>
    public CredentialSource? Find(TlsSettings settings) => _sources.GetValueOrDefault(settings);

    /// <summary>Returns all sources on which a login depends.</summary>
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

    /// <summary>Returns the source for a file with a password.</summary>
    public PasswordFileSource FileOf(string path, string? group) =>
        (PasswordFileSource)Known((path, nameof(RedisCredentials.PasswordFile)), group, _ => new PasswordFileSource(path));

    /// <summary>Returns the source for a file with the logins of many targets.</summary>
    public CredentialsFileSource LoginsIn(string path, string? group) =>
        (CredentialsFileSource)Known((path, nameof(RedisCredentials.CredentialsFile)), group, _ => new CredentialsFileSource(path));

    /// <summary>Returns the source for a program that outputs a password.</summary>
    public PasswordCommandSource ProgramOf(PasswordCommand command, string? group) =>
        (PasswordCommandSource)Known(command, group, _ => new PasswordCommandSource(command, time, _stop.IsCancellationRequested ? new CancellationToken(canceled: true) : _stop.Token));

    /// <summary>Reads a source now. If a read is under way, returns that one's outcome.</summary>
    public Task<LookOutcome> LookAsync(CredentialSource source) => source.LookAsync(() => Now, Note);

    /// <summary>From now on follows only these sources, and reads those that are files.</summary>
    /// <param name="wanted">The sources. Enumerated after all recorded users were forgotten, because enumerating them records the users anew.</param>
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
                    _ = LookAsync(source); // Not awaited, so that no source waits for another.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
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
