using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>The settings and files that define who may do what over HTTP. The settings are fixed while the process runs; the files are followed.</summary>
internal sealed record WebAccessSettings
{
    /// <summary>The key of <see cref="ConfigFile"/>.</summary>
    public const string ConfigFileKey = "config_file";

    /// <summary>The key of <see cref="TokenFile"/> and, below <c>admin</c>, of <see cref="AdminTokenFile"/>.</summary>
    public const string TokenFileKey = "bearer_token_file";

    private const string AdminKey = "admin";
    private const string UsersKey = "users";

    /// <summary>No restrictions: everybody may do everything.</summary>
    public static WebAccessSettings None { get; } = new();

    /// <summary>A file in the format of Prometheus' exporter toolkit; null for none.</summary>
    public TextNode? ConfigFile { get; init; }

    /// <summary>A file of tokens that allow reading; null for none.</summary>
    public TextNode? TokenFile { get; init; }

    /// <summary>A file of tokens that allow changing; null for none.</summary>
    public TextNode? AdminTokenFile { get; init; }

    /// <summary>The users of <see cref="ConfigFile"/> who may change something.</summary>
    public ImmutableArray<TextNode> Admins { get; init; } = [];

    /// <summary>redis_exporter's settings in place of <see cref="ConfigFile"/>; null for none.</summary>
    public SectionNode? RedisExporter { get; init; }

    /// <summary>Whether nothing is configured.</summary>
    public bool IsNone => this is { ConfigFile: null, TokenFile: null, RedisExporter: null, HasAdmins: false };

    /// <summary>Whether it is configured who may change something.</summary>
    public bool HasAdmins => AdminTokenFile is not null || !Admins.IsEmpty;

    /// <summary>Reads the settings in the <c>web</c> section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="isRedisExporterCompatible">Whether redis_exporter's settings are accepted.</param>
    public static WebAccessSettings Read(Section section, bool isRedisExporterCompatible)
    {
        WebAccessSettings settings = section.Child(AdminKey, ReadAdmin) ?? None;
        settings = settings with
        {
            ConfigFile = FileOf(section, ConfigFileKey),
            TokenFile = FileOf(section, TokenFileKey),
            RedisExporter = section.Node(RedisExporterAccess.Key),
        };
        if (settings.RedisExporter is { } foreign)
        {
            CheckRedisExporter(section, foreign, settings, isRedisExporterCompatible);
        }

        if (settings is { ConfigFile: null, Admins: [var admin, ..] })
        {
            section.Error(UsersKey, admin.Place, "the users are defined in config_file; add it");
        }

        return settings;
    }

    private static WebAccessSettings ReadAdmin(Section section)
    {
        var settings = new WebAccessSettings
        {
            AdminTokenFile = FileOf(section, TokenFileKey),
            Admins = section.List(UsersKey) ?? [],
        };
        if (!settings.HasAdmins && !section.Has(TokenFileKey)) // An invalid path has been reported already.
        {
            section.Problems.Error(section.Place, $"{AdminKey}: it names nobody; add {UsersKey} or {TokenFileKey}, or leave it out");
        }

        return settings;
    }

    private static TextNode? FileOf(Section section, string key) => section.FilePath(key) is null ? null : section.Find(key);

    private static void CheckRedisExporter(Section section, SectionNode foreign, WebAccessSettings settings, bool isCompatible)
    {
        if (!isCompatible)
        {
            section.Error(RedisExporterAccess.Key, foreign.Place, $"needs compat_redis_exporter: true; without it use {ConfigFileKey}");
        }
        else if (settings.ConfigFile is { } file)
        {
            section.Error(RedisExporterAccess.Key, foreign.Place, $"logins and TLS are also configured by {ConfigFileKey} ({file.Place}); keep one of the two");
        }
    }
}
