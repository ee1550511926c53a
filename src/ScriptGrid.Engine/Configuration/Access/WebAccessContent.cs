using System.Collections.Immutable;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>Who may ask the HTTP server for what, as the files of <see cref="WebAccessSettings"/> have it.</summary>
internal sealed record WebAccessContent
{
    /// <summary>Users, TLS and headers.</summary>
    public WebConfig Web { get; init; } = new();

    /// <summary>Tokens of those who read.</summary>
    public ImmutableArray<string> Tokens { get; init; } = [];

    /// <summary>Tokens of those who may change something, too.</summary>
    public ImmutableArray<string> AdminTokens { get; init; } = [];

    /// <summary>The names of users who may change something, too.</summary>
    public ImmutableHashSet<string> Admins { get; init; } = [];

    /// <summary>Whether it is said who may change something.</summary>
    public bool HasAdmins { get; init; }

    /// <summary>The files that were read.</summary>
    public required FollowedFiles Files { get; init; }

    /// <summary>Whether reading needs neither user nor token.</summary>
    public bool IsReadingOpen => Web.Users.IsEmpty && Tokens.IsEmpty;

    /// <summary>Whether a change needs neither.</summary>
    public bool IsChangeOpen => IsReadingOpen && !HasAdmins;

    /// <summary>What keeps others out. Whether admins are named is not among them, since no file that is followed says so.</summary>
    public WebBarriers Barriers => (IsReadingOpen ? WebBarriers.None : WebBarriers.Login) | (Web.Tls?.Barriers ?? WebBarriers.None);

    /// <summary>Reads all files; what is wrong with any is told, and the content then not to be used.</summary>
    public static WebAccessContent Read(WebAccessSettings settings, Problems problems)
    {
        var files = new FollowedFiles();
        WebConfig web = (settings switch
        {
            { RedisExporter: { } section } => Section.Read(section, problems, section => RedisExporterAccess.Read(section, files)),
            { ConfigFile: { } file } => WebConfigReader.Read(file, files, problems),
            _ => null,
        }) ?? new WebConfig();
        return new WebAccessContent
        {
            Web = web,
            Tokens = settings.TokenFile is { } tokens ? TokenFile.Read(tokens, files, problems) : [],
            AdminTokens = settings.AdminTokenFile is { } adminTokens ? TokenFile.Read(adminTokens, files, problems) : [],
            Admins = settings.RedisExporter is null ? [.. settings.Admins.Select(static admin => admin.Text)] : [.. web.Users.Select(static user => user.Name)],
            HasAdmins = settings.HasAdmins,
            Files = files,
        };
    }

    /// <summary>Every secret in it.</summary>
    public IEnumerable<string> Secrets() => [.. Web.Users.Select(static user => user.Secret), .. Tokens, .. AdminTokens];

    /// <summary>Refuses admins who are no users. Once the process runs a user may well go, and with it what it was allowed.</summary>
    public void CheckAdmins(WebAccessSettings settings, Problems problems)
    {
        foreach (TextNode admin in settings.Admins.Where(admin => settings.ConfigFile is not null && Web.Users.All(user => user.Name != admin.Text)))
        {
            problems.Error("users", admin.Place, $"there is no user {ShownName.Key(admin.Text)} among the basic_auth_users of {settings.ConfigFile!.Text}");
        }
    }
}
