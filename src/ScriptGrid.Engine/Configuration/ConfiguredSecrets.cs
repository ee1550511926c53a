using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// The secrets in use, for everything that leaves the process: those of the process's own configuration, those of the targets that it collects, which
/// in a silo are the cluster's, and those read from where they change since. A reload replaces them.
/// </summary>
internal sealed class ConfiguredSecrets
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, string[]> _held = new(ReferenceEqualityComparer.Instance);
    private string?[] _own = [];
    private string?[] _collected = [];
    private volatile SecretMask? _mask = SecretMask.None;

    /// <summary>What replaces them in messages.</summary>
    public SecretMask Mask => _mask ?? MakeMask();

    /// <summary>Takes over the secrets of the process's own configuration.</summary>
    public void Use(ScriptGridConfiguration configuration)
    {
        lock (_lock)
        {
            _own = Of(configuration);
            _mask = null;
        }
    }

    /// <summary>Takes over the secrets of a configuration that is collected by.</summary>
    public void Collect(ScriptGridConfiguration configuration)
    {
        lock (_lock)
        {
            _collected = Of(configuration);
            _mask = null;
        }
    }

    /// <summary>Takes in what a place that is read again and again holds by now, instead of what it held.</summary>
    /// <param name="place">The place.</param>
    /// <param name="secrets">What it holds; nothing forgets it.</param>
    public void Hold(object place, string[] secrets)
    {
        lock (_lock)
        {
            _held[place] = secrets;
            if (secrets.Length == 0)
            {
                _held.Remove(place);
            }

            _mask = null;
        }
    }

    private SecretMask MakeMask()
    {
        lock (_lock)
        {
            return _mask ??= SecretMask.Of([.. _own, .. _collected, .. _held.Values.SelectMany(static secrets => secrets)]);
        }
    }

    private static string?[] Of(ScriptGridConfiguration configuration) =>
    [
        .. configuration.Targets.Select(static target => target.Credentials?.Password),
        .. configuration.Groups.Select(static group => group.Template.WiderPassword?.Text),
        .. configuration.Groups.Select(static group => group.Template.CredentialsFile).OfType<CredentialsFile>().Distinct().SelectMany(static file => file.Passwords),
        .. configuration.Groups.SelectMany(static group => group.Sources).SelectMany(static source => source.Secrets),
        .. configuration.ScrapeTargets.Named?.Passwords ?? [],
        configuration.Cluster.ClientSecret,
        .. configuration.Web.AccessContent.Secrets(),
        .. PasswordsIn(configuration.Cluster.Connection),
    ];

    /// <summary>Connection strings are written with commas for Redis and with semicolons for PostgreSQL.</summary>
    private static IEnumerable<string> PasswordsIn(string? connection) =>
        from part in (connection ?? "").Split(',', ';')
        let sign = part.IndexOf('=', StringComparison.Ordinal)
        where sign > 0 && part[..sign].Trim().ToLowerInvariant() is ("password" or "pwd")
        select part[(sign + 1)..].Trim().Trim('"', '\'');
}
