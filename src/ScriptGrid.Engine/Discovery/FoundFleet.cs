using System.Collections.Immutable;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>Every target of a configuration, each once: those that it lists, and those that sources found.</summary>
/// <param name="Members">The targets of this process's shard, group by group.</param>
/// <param name="Warnings">Targets found twice, one line for each pair of places.</param>
internal sealed record FoundFleet(ImmutableArray<FleetMember> Members, ImmutableArray<string> Warnings)
{
    private const string Written = "targets";

    /// <summary>Found targets that the fleet has from another place, by the names of the group and of the source. Each comes with that other place.</summary>
    public ImmutableDictionary<(string Group, string Source), ImmutableDictionary<TargetAddress, string>> Lost { get; private init; } =
        ImmutableDictionary<(string, string), ImmutableDictionary<TargetAddress, string>>.Empty;

    /// <summary>
    /// Puts the fleet together. If a target occurs twice, the first wins, in the order of the groups. Within a group, listed targets come before
    /// found ones.
    /// </summary>
    /// <param name="configuration">The configuration, with the targets that it lists.</param>
    /// <param name="found">Returns the targets that a source of a group found.</param>
    public static FoundFleet Of(ScriptGridConfiguration configuration, Func<TargetGroup, SourceSettings, SourceTargets> found)
    {
        var members = new Dictionary<TargetAddress, FleetMember>();
        var doubles = new Tally();
        var lost = new Dictionary<(string, string), ImmutableDictionary<TargetAddress, string>.Builder>();
        foreach (TargetGroup group in configuration.Groups)
        {
            foreach (TargetSpec target in group.Targets)
            {
                Add(new FleetMember(target, group.Name, Written, null));
            }

            foreach (SourceSettings source in group.Sources)
            {
                foreach (ListedTarget target in found(group, source).Targets.Where(target => configuration.Shard.Contains(target.Spec.Address)))
                {
                    Add(new FleetMember(target.Spec, group.Name, source.Kind, target.Found));
                }
            }
        }

        return new FoundFleet([.. members.Values], [.. doubles.Lines()]) { Lost = lost.ToImmutableDictionary(static pair => pair.Key, static pair => pair.Value.ToImmutable()) };

        void Add(FleetMember member)
        {
            if (!members.TryAdd(member.Target.Address, member))
            {
                FleetMember first = members[member.Target.Address];
                doubles.Add(
                    $"group {first.Group} ({first.Source}) and group {member.Group} ({member.Source}) have the same target, and the first is used", member.Target.Address.Id);
                Lose(member, $"group {first.Group} ({first.Source})");
            }
        }

        void Lose(FleetMember member, string winner)
        {
            if (!lost.TryGetValue((member.Group, member.Source), out ImmutableDictionary<TargetAddress, string>.Builder? ofSource))
            {
                ofSource = ImmutableDictionary.CreateBuilder<TargetAddress, string>();
                lost.Add((member.Group, member.Source), ofSource);
            }

            ofSource[member.Target.Address] = winner;
        }
    }

    /// <summary>Returns the configuration with these targets; unchanged if it has no sources.</summary>
    public ScriptGridConfiguration In(ScriptGridConfiguration configuration) => configuration.Groups.All(static group => group.Sources.IsEmpty)
        ? configuration
        : configuration with { Targets = [.. Members.Select(static member => member.Target)] };
}

/// <summary>A target and its origin.</summary>
/// <param name="Target">The target as it is collected.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Source">The key in the configuration that provided it.</param>
/// <param name="Found">The target as a source listed it; null if the configuration lists it.</param>
internal sealed record FleetMember(TargetSpec Target, string Group, string Source, FoundTarget? Found);
