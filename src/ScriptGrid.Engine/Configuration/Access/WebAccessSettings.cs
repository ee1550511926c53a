using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>Where it is written who may ask the HTTP server for what. It stays as it is while the process runs; the files are followed.</summary>
internal sealed record WebAccessSettings
{
    /// <summary>The key of <see cref="ConfigFile"/>.</summary>
    public const string ConfigFileKey = "config_file";

    /// <summary>The key of <see cref="TokenFile"/> and, below <c>admin</c>, of <see cref="AdminTokenFile"/>.</summary>
    public const string TokenFileKey = "bearer_token_file";

    private const string AdminKey = "admin";
    private const string UsersKey = "users";

    /// <summary>Nothing is: everybody may do everything.</summary>
    public static WebAccessSettings None { get; } = new();

    /// <summary>A file in the format of Prometheus' exporter toolkit; null where there is none.</summary>
    public TextNode? ConfigFile { get; init; }

    /// <summary>A file of tokens for those who read; null where there is none.</summary>
    public TextNode? TokenFile { get; init; }

    /// <summary>A file of tokens for those who may change something; null where there is none.</summary>
    public TextNode? AdminTokenFile { get; init; }

    /// <summary>Those of the users of <see cref="ConfigFile"/> who may change something.</summary>
    public ImmutableArray<TextNode> Admins { get; init; } = [];

    /// <summary>redis_exporter's settings instead of <see cref="ConfigFile"/>; null where there are none.</summary>
    public SectionNode? RedisExporter { get; init; }

    /// <summary>Whether anything is.</summary>
    public bool IsNone => this is { ConfigFile: null, TokenFile: null, RedisExporter: null, HasAdmins: false };

    /// <summary>Whether it is said who may change something.</summary>
    public bool HasAdmins => AdminTokenFile is not null || !Admins.IsEmpty;

    /// <summary>The settings of the <c>web</c> section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="isRedisExporterCompatible">Whether redis_exporter's settings are taken.</param>
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
            section.Error(UsersKey, admin.Place, "users are those of config_file; add it");
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
        if (!settings.HasAdmins && !section.Has(TokenFileKey)) // A path that is none has been told of.
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
            section.Error(RedisExporterAccess.Key, foreign.Place, $"who may log in, and TLS, are also given by {ConfigFileKey} ({file.Place}); keep one of the two");
        }
    }
}
