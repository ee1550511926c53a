using System.Collections.Immutable;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>Who may do what over HTTP, as read from the files of <see cref="WebAccessSettings"/>.</summary>
internal sealed record WebAccessContent
{
    /// <summary>Users, TLS and headers.</summary>
    public WebConfig Web { get; init; } = new();

    /// <summary>The tokens that allow reading.</summary>
    public ImmutableArray<string> Tokens { get; init; } = [];

    /// <summary>The tokens that allow reading and changing.</summary>
    public ImmutableArray<string> AdminTokens { get; init; } = [];

    /// <summary>The names of users who may read and change.</summary>
    public ImmutableHashSet<string> Admins { get; init; } = [];

    /// <summary>Whether it is configured who may change something.</summary>
    public bool HasAdmins { get; init; }

    /// <summary>The files that were read.</summary>
    public required FollowedFiles Files { get; init; }

    /// <summary>Whether reading requires neither user nor token.</summary>
    public bool IsReadingOpen => Web.Users.IsEmpty && Tokens.IsEmpty;

    /// <summary>Whether changing requires neither user nor token.</summary>
    public bool IsChangeOpen => IsReadingOpen && !HasAdmins;

    /// <summary>The barriers against others. Whether admins are configured is not among them, because that does not come from a followed file.</summary>
    public WebBarriers Barriers => (IsReadingOpen ? WebBarriers.None : WebBarriers.Login) | (Web.Tls?.Barriers ?? WebBarriers.None);

    /// <summary>Reads all files. Errors are reported; the content must then not be used.</summary>
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

    /// <summary>Every secret in the content.</summary>
    public IEnumerable<string> Secrets() => [.. Web.Users.Select(static user => user.Secret), .. Tokens, .. AdminTokens];

    /// <summary>Reports admins that are not users. Checked at start only: later a user may be removed, and loses the rights of an admin with it.</summary>
    public void CheckAdmins(WebAccessSettings settings, Problems problems)
    {
        foreach (TextNode admin in settings.Admins.Where(admin => settings.ConfigFile is not null && Web.Users.All(user => user.Name != admin.Text)))
        {
            problems.Error("users", admin.Place, $"there is no user {ShownName.Key(admin.Text)} among the basic_auth_users of {settings.ConfigFile!.Text}");
        }
    }
}
