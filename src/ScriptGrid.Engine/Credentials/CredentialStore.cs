using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Credentials;

/// <summary>
/// The credentials of now: what files hold and programs give by now, rather than when the configuration was read. It looks at each source again and again, and
/// tells by its version that something has changed; who has a connection then asks how to log in.
/// </summary>
internal sealed class CredentialStore : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>How long a start, or a reload, waits for programs that were never run.</summary>
    private static readonly TimeSpan FirstPasswords = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<object, CredentialSource> _sources = [];
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

        return configured.CredentialsFile is { } file
            ? ListedAsync(LoginsIn(file, configured.Group), target, configured)
            : UnlistedAsync(configured);
    }

    private ValueTask<Login> UnlistedAsync(RedisCredentials configured)
    {
        return configured.PasswordCommand is { } command ? GivenByAsync(ProgramOf(command, configured.Group), configured)
            : ValueTask.FromResult(With(configured, configured.PasswordFile is { } path ? FileOf(path, configured.Group).Password : null));
    }

    /// <summary>TLS settings with their files as they are now, which are followed from then on. Throws what reading them throws.</summary>
    public TlsContext Tls(TlsSettings settings)
    {
        if (_sources.TryGetValue(settings, out CredentialSource? known))
        {
            ((TlsFilesSource)known).Context.Reload();
        }

        return ((TlsFilesSource)(known ?? Known(settings, group: null, _ => new TlsFilesSource(new TlsContext(settings))))).Context;
    }

    /// <summary>Looks for other credentials of a target at once, since the server refuses those that it has.</summary>
    public Task RefreshAsync(TargetSpec target) => Task.WhenAll(
        (target.Credentials is { } credentials ? SourcesOf(credentials) : [])
            .Where(source => source is not PasswordCommandSource program || program.MayRun(Now))
            .Select(LookAsync));

    /// <summary>Runs the programs of a configuration that were never run, so that their passwords are there when targets connect; in bounded time.</summary>
    public async Task PrepareAsync(ScriptGridConfiguration configuration)
    {
        Task[] runs = [.. LoginsOf(configuration).SelectMany(SourcesOf).Distinct().OfType<PasswordCommandSource>().Where(static program => !program.HasRun).Select(LookAsync)];
        await Task.WhenAll(runs).WaitAsync(FirstPasswords, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

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

            HashSet<CredentialSource> used = [.. LoginsOf(configuration).SelectMany(SourcesOf), .. TlsOf(configuration)];
            foreach ((object key, CredentialSource unused) in _sources.Where(source => !used.Contains(source.Value)))
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

    private static IEnumerable<RedisCredentials> LoginsOf(ScriptGridConfiguration configuration) =>
        configuration.Targets
            .Concat(configuration.Groups.SelectMany(static group => group.Sources).OfType<RedisSourceSettings>().SelectMany(static source => source.Asked))
            .Select(static target => target.Credentials)
            .Concat(configuration.Groups.Where(static group => !group.Sources.IsEmpty).Select(static group => group.Template.WiderLogin))
            .OfType<RedisCredentials>()
            .Where(static credentials => credentials.IsLive);

    private IEnumerable<CredentialSource> TlsOf(ScriptGridConfiguration configuration)
    {
        IEnumerable<(TlsSettings? Tls, string? Group)> named = configuration.Groups
            .SelectMany(static group => group.Targets.Select(static target => target.Tls).Append(group.Sources.IsEmpty ? null : group.Template.FoundTls).Distinct(), static (group, tls) => (tls, (string?)group.Name));
        foreach ((TlsSettings? tls, string? group) in configuration.Targets.Select(static target => target.Tls).Distinct().Select(static tls => (tls, (string?)null)).Concat(named))
        {
            if (tls is not null && _sources.TryGetValue(tls, out CredentialSource? source))
            {
                source.UseFor(group);
                yield return source;
            }
        }
    }

    private static Login With(RedisCredentials configured, string? password) =>
        new(password is null || password == configured.Password ? configured : configured with { Password = password });

    private async ValueTask<Login> ListedAsync(CredentialsFileSource logins, TargetSpec target, RedisCredentials configured)
    {
        if (logins is { File: null, Problem: null })
        {
            await LookAsync(logins).ConfigureAwait(false);
        }

        return logins.File?.Find(target.Address, target.Tls is not null, configured.Username) is { } login
                ? new Login(login.Password.Length == 0 ? null : configured with { Username = login.Username, Password = login.Password })
            : configured is { Username: null, Password: "", PasswordFile: null, PasswordCommand: null } ? new Login(null)
            : await UnlistedAsync(configured).ConfigureAwait(false);
    }

    private async ValueTask<Login> GivenByAsync(PasswordCommandSource program, RedisCredentials configured)
    {
        if (program is { Password: null, HasRun: false })
        {
            await LookAsync(program).ConfigureAwait(false);
        }

        return program.Password is { } password
            ? With(configured, password)
            : new Login(null, Failure.Unusable(FailureReason.Auth, $"{program.Name} has given no password: {_secrets.Mask.Apply(program.Problem ?? "")}"));
    }

    private IEnumerable<CredentialSource> SourcesOf(RedisCredentials credentials)
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

    private PasswordFileSource FileOf(string path, string? group) =>
        (PasswordFileSource)Known((path, nameof(RedisCredentials.PasswordFile)), group, _ => new PasswordFileSource(path));

    private CredentialsFileSource LoginsIn(string path, string? group) =>
        (CredentialsFileSource)Known((path, nameof(RedisCredentials.CredentialsFile)), group, _ => new CredentialsFileSource(path));

    private PasswordCommandSource ProgramOf(PasswordCommand command, string? group) =>
        (PasswordCommandSource)Known(command, group, _ => new PasswordCommandSource(command, _time));

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

    private Task<LookOutcome> LookAsync(CredentialSource source) => source.LookAsync(() => Now, Note);

    private void Note(CredentialSource source, LookOutcome outcome)
    {
        if (outcome.IsChanged)
        {
            if (source.IsLogin)
            {
                _secrets.Hold(source, [.. source.Secrets]);
                Interlocked.Increment(ref _version);
            }

            if (outcome.IsReplaced)
            {
                Log.CredentialsChanged(_logger, source.Name, source.IsLogin ? "open connections log in again before their next command" : "new connections use it");
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
