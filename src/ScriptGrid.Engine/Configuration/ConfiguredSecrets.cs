using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>The secrets of the configuration in use, for everything that leaves the process. A reload replaces them.</summary>
internal sealed class ConfiguredSecrets
{
    private volatile SecretMask _mask = SecretMask.None;

    /// <summary>What replaces them in messages.</summary>
    public SecretMask Mask => _mask;

    /// <summary>Takes over the secrets of a configuration.</summary>
    public void Use(ScriptGridConfiguration configuration) => _mask = MaskOf(configuration);

    /// <summary>What replaces the secrets of a configuration in messages.</summary>
    public static SecretMask MaskOf(ScriptGridConfiguration configuration) => SecretMask.Of(
    [
        .. configuration.Targets.Select(static target => target.Credentials?.Password),
        .. configuration.Groups.Select(static group => group.Template.WiderPassword?.Text),
        .. configuration.Groups.SelectMany(static group => group.Sources).SelectMany(static source => source.Secrets),
        .. configuration.ScrapeTargets.Named?.Passwords ?? [],
        configuration.Cluster.ClientSecret,
        .. PasswordsIn(configuration.Cluster.Connection),
    ]);

    /// <summary>Connection strings are written with commas for Redis and with semicolons for PostgreSQL.</summary>
    private static IEnumerable<string> PasswordsIn(string? connection) =>
        from part in (connection ?? "").Split(',', ';')
        let sign = part.IndexOf('=', StringComparison.Ordinal)
        where sign > 0 && part[..sign].Trim().ToLowerInvariant() is ("password" or "pwd")
        select part[(sign + 1)..].Trim().Trim('"', '\'');
}
