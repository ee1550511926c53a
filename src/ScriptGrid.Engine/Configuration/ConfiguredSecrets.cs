using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// The secrets in use, to be masked in everything that leaves the process. They come from the process's own configuration, from the configuration of
/// the targets that it collects (in a silo, the cluster's), and from places that are read again later. A reload replaces them.
/// </summary>
internal sealed class ConfiguredSecrets
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, string[]> _held = new(ReferenceEqualityComparer.Instance);
    private string?[] _own = [];
    private string?[] _collected = [];
    private volatile SecretMask? _mask = SecretMask.None;

    /// <summary>The mask that replaces the secrets in messages.</summary>
    public SecretMask Mask => _mask ?? MakeMask();

    /// <summary>Replaces the secrets of the process's own configuration.</summary>
    public void Use(ScriptGridConfiguration configuration)
    {
        lock (_lock)
        {
            _own = Of(configuration);
            _mask = null;
        }
    }

    /// <summary>Replaces the secrets of the configuration of the collected targets.</summary>
    public void Collect(ScriptGridConfiguration configuration)
    {
        lock (_lock)
        {
            _collected = Of(configuration);
            _mask = null;
        }
    }

    /// <summary>Replaces the secrets of a place that is read again and again.</summary>
    /// <param name="place">The place, compared by reference.</param>
    /// <param name="secrets">The secrets that it holds now; an empty array removes the place.</param>
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
        .. ConnectionPasswords.In(configuration.Cluster.Connection),
    ];
}
