using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Credentials;

/// <summary>
/// The credentials of now: what files hold and programs give by now, rather than when the configuration was read. Its version tells that something has
/// changed; who has a connection then asks how to log in.
/// </summary>
internal sealed class CredentialStore : IDisposable
{
    /// <summary>How long a start, or a reload, waits for programs that were never run.</summary>
    private static readonly TimeSpan FirstPasswords = TimeSpan.FromSeconds(10);

    private readonly CredentialSources _sources;
    private readonly TimeProvider _time;
    private readonly ConfiguredSecrets _secrets;

    /// <param name="time">Says when to look again.</param>
    /// <param name="logger">Where changes are told.</param>
    /// <param name="metrics">Where failures are shown.</param>
    /// <param name="secrets">Told of what is read.</param>
    public CredentialStore(TimeProvider time, ILogger logger, OwnMetrics metrics, ConfiguredSecrets secrets)
    {
        Meter = new CredentialMeter(metrics);
        (_time, _secrets, _sources) = (time, secrets, new CredentialSources(time, logger, Meter, secrets));
    }

    /// <summary>One for a command that ends soon, and shows no metrics.</summary>
    public static CredentialStore Untold(TimeProvider time, ConfiguredSecrets secrets) => new(time, NullLogger.Instance, new OwnMetrics(), secrets);

    /// <summary>Another one wherever any of the credentials has changed.</summary>
    public int Version => _sources.Version;

    /// <summary>Shows how they fare.</summary>
    public CredentialMeter Meter { get; }

    /// <summary>TLS settings with their files as they are now, which are followed from then on. Throws what reading them throws.</summary>
    public TlsContext Tls(TlsSettings settings) => _sources.Tls(settings);

    /// <summary>How to log in to a target now.</summary>
    public ValueTask<Login> FindAsync(TargetSpec target)
    {
        if (target.Credentials is not { IsLive: true } configured)
        {
            return ValueTask.FromResult(new Login(target.Credentials));
        }

        return configured.CredentialsFile is { } file
            ? ListedAsync(_sources.LoginsIn(file, configured.Group), target, configured)
            : UnlistedAsync(configured);
    }

    /// <summary>Looks for other credentials of a target at once, since the server refuses those that it has.</summary>
    public Task RefreshAsync(TargetSpec target) => Task.WhenAll(
        (target.Credentials is { } credentials ? _sources.Of(credentials) : [])
            .Where(source => source is not PasswordCommandSource program || program.MayRun(_sources.Now))
            .Select(_sources.LookAsync));

    /// <summary>Runs the programs of a configuration that were never run, so that their passwords are there when targets connect; in bounded time.</summary>
    public async Task PrepareAsync(ScriptGridConfiguration configuration)
    {
        Task[] runs = [.. LoginsOf(configuration).SelectMany(_sources.Of).Distinct().OfType<PasswordCommandSource>().Where(static program => !program.HasRun).Select(_sources.LookAsync)];
        await Task.WhenAll(runs).WaitAsync(FirstPasswords, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Follows the credentials of a configuration, and those of no other. Its files are read again.</summary>
    public void Use(ScriptGridConfiguration configuration) =>
        _sources.Keep(LoginsOf(configuration).SelectMany(_sources.Of).Concat(TlsOf(configuration)));

    /// <inheritdoc/>
    public void Dispose() => _sources.Dispose();

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
            if (tls is not null && _sources.Find(tls) is { } source)
            {
                source.UseFor(group);
                yield return source;
            }
        }
    }

    private ValueTask<Login> UnlistedAsync(RedisCredentials configured) => configured.PasswordCommand is { } command
        ? GivenByAsync(_sources.ProgramOf(command, configured.Group), configured)
        : ValueTask.FromResult(With(configured, configured.PasswordFile is { } path ? _sources.FileOf(path, configured.Group).Password : null));

    private static Login With(RedisCredentials configured, string? password) =>
        new(password is null || password == configured.Password ? configured : configured with { Password = password });

    private async ValueTask<Login> ListedAsync(CredentialsFileSource logins, TargetSpec target, RedisCredentials configured)
    {
        if (logins is { File: null, Problem: null })
        {
            await _sources.LookAsync(logins).ConfigureAwait(false);
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
            await _sources.LookAsync(program).ConfigureAwait(false);
        }

        return program.Password is { } password
            ? With(configured, password)
            : new Login(null, Failure.Unusable(FailureReason.Auth, $"{program.Name} has given no password: {_secrets.Mask.Apply(program.Problem ?? "")}"));
    }
}
