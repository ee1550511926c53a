using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// What the targets of a group share; makes a target from it. User, password and TLS are looked up one by one, in the most specific place first: URI,
/// group, global.
/// </summary>
internal sealed class TargetTemplate(GlobalSettings global)
{
    /// <summary>The group's name in metrics.</summary>
    public required string Group { get; init; }

    public string? Username { get; init; }

    public Secret? Password { get; init; }

    /// <summary>The file of credentials by target, from the group or else from the global section; null for none.</summary>
    public required CredentialsFile? CredentialsFile { get; init; }

    public required TlsSettings? Tls { get; init; }

    public required Greeting Greeting { get; init; }

    public required LabelSet Labels { get; init; }

    /// <summary>The group's own role label; null for the global one, if any.</summary>
    public string? RoleLabel { get; init; }

    public required IReadOnlyList<ScriptSpec> Scripts { get; init; }

    /// <summary>Whether there is a user or a password for targets whose address contains none.</summary>
    public bool HasCredentials =>
        (Username ?? global.Username) is { Length: > 0 } || WiderPassword is { IsNone: false } || CredentialsFile is not null || HasListedPasswords;

    /// <summary>The user for targets whose address contains none; null for none.</summary>
    /// <remarks>An empty user or password means none, and overrides that of a wider section like any other value.</remarks>
    public string? WiderUsername => (Username ?? global.Username) is { Length: > 0 } username ? username : null;

    /// <summary>Whether passwords of single targets are listed in redis_exporter's way.</summary>
    public bool HasListedPasswords => global.RedisExporterPasswords is { IsEmpty: false };

    /// <summary>The password for targets whose address contains none; null for none.</summary>
    public Secret? WiderPassword => Password ?? global.Password;

    /// <summary>The login for targets whose address contains none; null for none.</summary>
    public RedisCredentials? WiderLogin => LoginOf(WiderUsername);

    /// <summary>The lowest TLS version, for settings that name none.</summary>
    public TlsVersion? TlsMinVersion => global.TlsMinVersion;

    /// <summary>The TLS settings for found targets that are reached over TLS.</summary>
    public TlsSettings FoundTls => Tls ?? global.RedissTls;

    /// <summary>
    /// Whether the only user part of a URI is the password, as in redis-cli. If a password for the target is configured elsewhere, it is the user.
    /// </summary>
    public bool IsPasswordAlone(RedisUri uri) =>
        uri is { Username: not null, Password: null }
        && WiderPassword is not { IsNone: false }
        && CredentialsFile?.Find(uri.Address, uri.IsTls || Tls is not null, uri.Username) is null
        && global.RedisExporterPasswords?.Find(uri, uri.Username) is null;

    /// <summary>Makes a target that the configuration lists.</summary>
    public TargetSpec Make(RedisUri uri) =>
        Make(uri, Labels, IsPasswordAlone(uri) ? new RedisCredentials(WiderUsername, uri.Username!) : Credentials(uri));

    /// <summary>Makes a target that a source found.</summary>
    /// <param name="uri">Its address, without credentials.</param>
    /// <param name="labels">All its labels, including those of the group.</param>
    /// <param name="mayLogIn">Whether the group's credentials may be sent to its address.</param>
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
