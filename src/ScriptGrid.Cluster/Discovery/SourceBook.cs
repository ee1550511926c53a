using System.Collections.Concurrent;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Discovery;

/// <summary>
/// The sources that this silo follows, as its configuration has them. The grains that ask them read their settings here, because these include secrets,
/// which are never sent in a message.
/// </summary>
internal sealed class SourceBook
{
    private readonly ConcurrentDictionary<string, FollowedSource> _sources = new(StringComparer.Ordinal);

    /// <summary>Adds a source, or replaces its settings.</summary>
    public void Put(TargetGroup group, SourceSettings settings) => _sources[settings.SharedKey!] = new FollowedSource(group, settings);

    /// <summary>Removes the sources that a configuration does not have.</summary>
    public void Keep(ScriptGridConfiguration configuration)
    {
        HashSet<string> kept = [.. configuration.Groups.SelectMany(static group => group.Sources).Select(static source => source.SharedKey!)];
        foreach (string key in _sources.Keys.Where(key => !kept.Contains(key)))
        {
            _sources.TryRemove(key, out _);
        }
    }

    /// <summary>Returns the source with this key, or null if this silo does not follow it.</summary>
    public FollowedSource? Find(string key) => _sources.GetValueOrDefault(key);
}

/// <summary>A source and the group that uses the targets it finds.</summary>
internal sealed record FollowedSource(TargetGroup Group, SourceSettings Settings);
