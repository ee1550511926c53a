using System.Collections.Concurrent;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Discovery;

/// <summary>The sources that this silo follows, as its configuration has them, for the grains that ask them: what they need for that includes secrets, which no message holds.</summary>
internal sealed class SourceBook
{
    private readonly ConcurrentDictionary<string, FollowedSource> _sources = new(StringComparer.Ordinal);

    /// <summary>Adds a source, or takes over other settings of it.</summary>
    public void Put(TargetGroup group, SourceSettings settings) => _sources[settings.SharedKey!] = new FollowedSource(group, settings);

    /// <summary>Forgets the sources that a configuration does not have.</summary>
    public void Keep(ScriptGridConfiguration configuration)
    {
        HashSet<string> kept = [.. configuration.Groups.SelectMany(static group => group.Sources).Select(static source => source.SharedKey!)];
        foreach (string key in _sources.Keys.Where(key => !kept.Contains(key)))
        {
            _sources.TryRemove(key, out _);
        }
    }

    /// <summary>The source of a key; null where this silo follows none.</summary>
    public FollowedSource? Find(string key) => _sources.GetValueOrDefault(key);
}

/// <summary>A source and the group that wants what it finds.</summary>
internal sealed record FollowedSource(TargetGroup Group, SourceSettings Settings);
