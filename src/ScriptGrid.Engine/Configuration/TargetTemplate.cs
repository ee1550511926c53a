using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// What the targets of a group share, and how a target is made of it. User, password and TLS are looked up one by one, the most specific place first: URI, group,
/// global.
/// </summary>
internal sealed class TargetTemplate(GlobalSettings global)
{
    /// <summary>The group's name, as metrics call it.</summary>
    public required string Group { get; init; }

    public string? Username { get; init; }

    public Secret? Password { get; init; }

    /// <summary>Credentials by target, those of the group or else of all; null for none.</summary>
    public required CredentialsFile? CredentialsFile { get; init; }

    public required TlsSettings? Tls { get; init; }

    public required Greeting Greeting { get; init; }

    public required LabelSet Labels { get; init; }

    /// <summary>The group's own label for roles; null is that of all targets, if any.</summary>
    public string? RoleLabel { get; init; }

    public required IReadOnlyList<ScriptSpec> Scripts { get; init; }

    /// <summary>Whether there is a user or a password to send to targets whose address brings none.</summary>
    public bool HasCredentials =>
        (Username ?? global.Username) is { Length: > 0 } || WiderPassword is { IsNone: false } || CredentialsFile is not null || HasListedPasswords;

    /// <summary>The user for targets whose address brings none; null for none.</summary>
    /// <remarks>An empty user or password is none, and stands before that of a wider section like any other.</remarks>
    public string? WiderUsername => (Username ?? global.Username) is { Length: > 0 } username ? username : null;

    /// <summary>Whether passwords for single targets are listed, as redis_exporter does it.</summary>
    public bool HasListedPasswords => global.RedisExporterPasswords is { IsEmpty: false };

    /// <summary>The password for targets whose address brings none; null for none.</summary>
    public Secret? WiderPassword => Password ?? global.Password;

    /// <summary>The login of targets whose address brings none; null for none.</summary>
    public RedisCredentials? WiderLogin => LoginOf(WiderUsername);

    /// <summary>The oldest version of TLS for settings that name none.</summary>
    public TlsVersion? TlsMinVersion => global.TlsMinVersion;

    /// <summary>How a target that is found speaks TLS, where it does.</summary>
    public TlsSettings FoundTls => Tls ?? global.RedissTls;

    /// <summary>
    /// Whether a URI's lone user part is the password, as redis-cli has it. Where another place holds a password for the target, it is the user.
    /// </summary>
    public bool IsPasswordAlone(RedisUri uri) =>
        uri is { Username: not null, Password: null }
        && WiderPassword is not { IsNone: false }
        && CredentialsFile?.Find(uri.Address, uri.IsTls || Tls is not null, uri.Username) is null
        && global.RedisExporterPasswords?.Find(uri, uri.Username) is null;

    /// <summary>A target that is written in the configuration.</summary>
    public TargetSpec Make(RedisUri uri) =>
        Make(uri, Labels, IsPasswordAlone(uri) ? new RedisCredentials(WiderUsername, uri.Username!) : Credentials(uri));

    /// <summary>A target that a source found.</summary>
    /// <param name="uri">Where it is; it holds no credentials.</param>
    /// <param name="labels">All its labels, those of the group among them.</param>
    /// <param name="mayLogIn">Whether its address may have the group's credentials.</param>
    public TargetSpec MakeFound(RedisUri uri, LabelSet labels, bool mayLogIn) => Make(uri, labels, mayLogIn ? Credentials(uri) : null);

    private TargetSpec Make(RedisUri uri, LabelSet labels, RedisCredentials? credentials) => new()
    {
        Address = uri.Address,
        Credentials = credentials,
        Tls = uri.Address.IsUnixSocket ? null : Tls ?? (uri.IsTls ? global.RedissTls : null),
        Greeting = Greeting,
        Labels = labels,
        RoleLabel = RoleLabel,
        Scripts = Scripts,
    };

    private RedisCredentials? Credentials(RedisUri uri)
    {
        string? username = uri.Username ?? WiderUsername;
        if (uri.Password is null && global.RedisExporterPasswords?.Find(uri, username) is { } listed)
        {
            return RedisExporterPasswords.Credentials(username, listed);
        }

        return uri.Password is null ? LoginOf(username)
            : username is null && uri.Password.Length == 0 ? null
            : new RedisCredentials(username, uri.Password);
    }

    private RedisCredentials? LoginOf(string? username)
    {
        RedisCredentials? wider = WiderLoginOf(username);
        return CredentialsFile is null ? wider
            : (wider ?? new RedisCredentials(username, "")) with { CredentialsFile = CredentialsFile.Path, Group = Group };
    }

    private RedisCredentials? WiderLoginOf(string? username) => (username, WiderPassword) switch
    {
        (null, not { IsNone: false }) => null,
        (_, { } password) => password.Of(username, Group),
        _ => new RedisCredentials(username, ""),
    };
}
