using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>redis_exporter's settings for access to its page. A setting that has no effect in redis_exporter without another one is an error here.</summary>
internal static class RedisExporterAccess
{
    /// <summary>The key of the section under <c>web</c> that redis_exporter's flags fill.</summary>
    public const string Key = "redis_exporter_access";

    /// <summary>TLS versions as redis_exporter writes them.</summary>
    public static readonly ValueKind<TlsVersion> MinVersion = ValueKinds.Choice(("TLS1.2", TlsVersion.Tls12), ("TLS1.3", TlsVersion.Tls13));

    private const string Username = "basic_auth_username";
    private const string Password = "basic_auth_password";
    private const string HashedPassword = "basic_auth_hash_password";

    /// <summary>Reads the settings.</summary>
    public static WebConfig Read(Section section, FollowedFiles files) => new()
    {
        Tls = new ServerTlsReader(files).ReadOfRedisExporter(section),
        Users = ReadUser(section) is { } user ? [user] : [],
    };

    private static WebUser? ReadUser(Section section)
    {
        string? name = section.Text(Username);
        string? password = section.Text(Password);
        string? hash = section.Text(HashedPassword);
        if (string.IsNullOrEmpty(name))
        {
            string? useless = password is not null ? Password : hash is not null ? HashedPassword : null;
            RefuseUseless(section, useless, "a password needs its user; add basic_auth_username");
            return null;
        }

        if (password is not null && hash is not null)
        {
            RefuseUseless(section, Password, $"the password is also given by {HashedPassword} ({section.PlaceOf(HashedPassword)}); keep one");
        }
        else if (password is null && hash is null)
        {
            RefuseUseless(section, Username, $"a user needs a password; add {Password} or {HashedPassword}");
        }
        else if (hash is not null && PasswordHash.CostOf(hash) is null)
        {
            RefuseUseless(section, HashedPassword, "it is not a bcrypt hash; make one with scriptgrid web hash-password");
        }
        else if (password is not null && section.PlaceOf(Password) is { Origin: SettingOrigin.Flag } place)
        {
            section.Problems.Warn(place, "other users of this machine can see a password on the command line; use --basic-auth-hash-password or --web.config.file instead");
        }

        return new WebUser(name, hash ?? password ?? "", IsHashed: hash is not null);
    }

    private static void RefuseUseless(Section section, string? key, string why)
    {
        if (key is not null)
        {
            section.Error(key, section.PlaceOf(key), why);
        }
    }
}
