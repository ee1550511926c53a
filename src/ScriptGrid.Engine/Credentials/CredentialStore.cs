using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Credentials;

/// <summary>
/// The current credentials: the current content of files and output of programs, not what they were when the configuration was read.
/// <see cref="Version"/> tells that something has changed; the owner of a connection then asks how to log in.
/// </summary>
internal sealed class CredentialStore : IDisposable
{
    /// <summary>How long a start or a reload waits for programs that have never run.</summary>
    private static readonly TimeSpan FirstPasswords = TimeSpan.FromSeconds(10);

    private readonly CredentialSources _sources;
    private readonly TimeProvider _time;
    private readonly ConfiguredSecrets _secrets;

    /// <param name="time">The clock that decides when to read again.</param>
    /// <param name="logger">Logs changes.</param>
    /// <param name="metrics">The registry of the metrics about failures.</param>
    /// <param name="secrets">Receives every secret that is read, for masking.</param>
    public CredentialStore(TimeProvider time, ILogger logger, OwnMetrics metrics, ConfiguredSecrets secrets)
    {
        Meter = new CredentialMeter(metrics);
        (_time, _secrets, _sources) = (time, secrets, new CredentialSources(time, logger, Meter, secrets));
    }

    /// <summary>Creates a store that neither logs nor shows metrics, for a command that ends soon.</summary>
    public static CredentialStore Untold(TimeProvider time, ConfiguredSecrets secrets) => new(time, NullLogger.Instance, new OwnMetrics(), secrets);

    /// <summary>A number that changes whenever any of the credentials has changed.</summary>
    public int Version => _sources.Version;

    /// <summary>The metrics about the credentials.</summary>
    public CredentialMeter Meter { get; }

    /// <summary>Returns TLS settings with the current content of their files, which are followed from then on. Throws what reading the files throws.</summary>
    public TlsContext Tls(TlsSettings settings) => _sources.Tls(settings);

    /// <summary>Returns the current login for a target.</summary>
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

    /// <summary>Reads the credentials of a target again at once, because the server refuses the current ones.</summary>
    public Task RefreshAsync(TargetSpec target) => Task.WhenAll(
        (target.Credentials is { } credentials ? _sources.Of(credentials) : [])
            .Where(source => source is not PasswordCommandSource program || program.MayRun(_sources.Now))
            .Select(_sources.LookAsync));

    /// <summary>
    /// Runs those programs of a configuration that have never run, so that their passwords are there when targets connect. Waits for a bounded time
    /// only.
    /// </summary>
    public async Task PrepareAsync(ScriptGridConfiguration configuration)
    {
        Task[] runs = [.. LoginsOf(configuration).SelectMany(_sources.Of).Distinct().OfType<PasswordCommandSource>().Where(static program => !program.HasRun).Select(_sources.LookAsync)];
        await Task.WhenAll(runs).WaitAsync(FirstPasswords, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>From now on follows only the credentials of this configuration, and reads its files again.</summary>
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
        : ValueTask.FromResult(InFile(configured));

    /// <summary>Returns the login with the password of its file; none while there is no user and the file has never had a password.</summary>
    private Login InFile(RedisCredentials configured)
    {
        Login login = With(configured, configured.PasswordFile is { } path ? _sources.FileOf(path, configured.Group).Password : null);
        return login.Credentials is { Username: null, Password: "" } ? new Login(null) : login;
    }

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
