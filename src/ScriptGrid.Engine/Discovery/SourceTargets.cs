using System.Collections.Immutable;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>The targets that a group makes of the list of one source.</summary>
/// <param name="Targets">The targets, in the order of the list.</param>
/// <param name="Warnings">What was left out, one line per kind of reason.</param>
internal sealed record SourceTargets(ImmutableArray<ListedTarget> Targets, ImmutableArray<string> Warnings)
{
    /// <summary>The value before the first list.</summary>
    public static SourceTargets None { get; } = new([], []);

    /// <summary>The listed entries that did not become targets of the group.</summary>
    public DroppedTargets Dropped { get; private init; } = DroppedTargets.None;

    /// <summary>Makes targets of what was found: relabels it, adds the group's labels and, if its address may have them, the group's credentials.</summary>
    public static SourceTargets Of(TargetGroup group, SourceSettings source, IEnumerable<FoundTarget> found, ScriptGridConfiguration configuration)
    {
        var maker = new Maker(group, source, configuration);
        ImmutableArray<ListedTarget> targets = [.. found.Select(maker.Make).OfType<ListedTarget>()];
        return new SourceTargets(targets, [.. maker.Tally.Lines()]) { Dropped = maker.Dropped };
    }

    /// <summary>Returns a copy without the targets that the fleet has from another place.</summary>
    /// <param name="lost">These targets, each with that other place.</param>
    public SourceTargets Without(ImmutableDictionary<TargetAddress, string> lost)
    {
        ImmutableArray<ListedTarget> others = [.. Targets.Where(target => lost.ContainsKey(target.Spec.Address))];
        IEnumerable<DroppedTarget> told = others.Select(target => new DroppedTarget(target.Spec.Address.Id, $"{lost[target.Spec.Address]} has it too, and the first is used"));
        return this with
        {
            Targets = Targets.RemoveAll(target => lost.ContainsKey(target.Spec.Address)),
            Dropped = new DroppedTargets(Dropped.Count + others.Length, [.. Dropped.First.Concat(told).Take(DroppedTargets.MaxTold)]),
        };
    }

    private sealed class Maker(TargetGroup group, SourceSettings source, ScriptGridConfiguration configuration)
    {
        // Targets with equal labels share one set, and with it everything rendered from it.
        private readonly Dictionary<LabelSet, LabelSet> _shared = [];
        private readonly string _name = SourceSettings.NameOf(group, source);
        private readonly Dictionary<TargetAddress, LabelSet> _made = [];
        private readonly List<DroppedTarget> _dropped = [];
        private int _droppedCount;

        public Tally Tally { get; } = new();

        public DroppedTargets Dropped => new(_droppedCount, [.. _dropped]);

        public ListedTarget? Make(FoundTarget found)
        {
            if (Relabelling.Apply(group.Relabel, found) is not { } target)
            {
                Drop(found.Address, "a rule of relabel drops it");
                return null;
            }

            if (AddressOf(target.Address) is not { } uri)
            {
                return null;
            }

            LabelSet labels = Labels(target);
            if (!_made.TryAdd(uri.Address, labels))
            {
                DropRepeated(uri.Address, labels);
                return null;
            }

            bool mayLogIn = group.Allow?.Covers(uri.Address) ?? source.IsOfFiles;
            if (!mayLogIn && group.Template.HasCredentials)
            {
                Tally.Add("addresses not listed in allow get no credentials", uri.Address.Id);
            }

            TargetSpec spec = group.Template.MakeFound(uri, labels, mayLogIn) with { Source = _name, IsClusterNode = source is ClusterSourceSettings };
            return new ListedTarget(found.Role == FoundServer.Failed ? spec with { HasFailed = true } : spec, found);
        }

        private RedisUri? AddressOf(string address)
        {
            if (RedisUri.Parse(address, out string error) is not { } uri)
            {
                Tally.Add("left out, because it is not a valid target", error);
                Drop(address, error);
                return null;
            }

            string? problem = uri.Username is not null || uri.Password is not null ? "left out, because found addresses must not contain credentials; put them into the group"
                : uri.Address.IsUnixSocket && !source.IsOfFiles ? "left out, because only files may list Unix sockets"
                : null;
            if (problem is not null)
            {
                Tally.Add(problem, uri.Address.Id);
                Drop(uri.Address.Id, problem);
            }

            return problem is null ? uri : null;
        }

        /// <summary>A target that is listed twice is harmless, unless its labels differ: then those of the second are lost, which is a warning.</summary>
        private void DropRepeated(TargetAddress address, LabelSet labels)
        {
            Drop(address.Id, "it is listed twice");
            if (!_made[address].Equals(labels))
            {
                Tally.Add("listed twice with different labels; the first are used", address.Id);
            }
        }

        private void Drop(string address, string reason)
        {
            if (_droppedCount++ < DroppedTargets.MaxTold)
            {
                _dropped.Add(new DroppedTarget(RedisUri.Redact(address), reason));
            }
        }

        /// <summary>Returns the group's labels overridden by the target's own. Labels that begin with <c>__</c> are dropped here.</summary>
        private LabelSet Labels(FoundTarget target)
        {
            List<KeyValuePair<string, string>> own = [];
            foreach (KeyValuePair<string, string> label in target.Labels.Labels)
            {
                if (!label.Key.StartsWith("__", StringComparison.Ordinal) && label.Value.Length > 0 && IsFree(label.Key))
                {
                    own.Add(label);
                }
            }

            LabelSet labels = group.Template.Labels.With(LabelSet.From(own));
            if (_shared.TryGetValue(labels, out LabelSet? shared))
            {
                return shared;
            }

            _shared.Add(labels, labels);
            return labels;
        }

        private bool IsFree(string label)
        {
            string? problem = LabelRules.Problem(label, configuration.TargetLabel, group.Template.RoleLabel ?? configuration.RoleLabel) is not null ? "left out a label that ScriptGrid sets itself"
                : group.Template.Scripts.Any(script => script.Labels.Contains(label) || script.Metrics.Any(metric => metric.Labels.Contains(label)))
                    ? "left out a label that a script sets"
                : null;
            if (problem is not null)
            {
                Tally.Add(problem, label);
            }

            return problem is null;
        }
    }
}

/// <summary>A target that a source listed.</summary>
/// <param name="Spec">The target as it is collected.</param>
/// <param name="Found">The target as it was listed.</param>
internal sealed record ListedTarget(TargetSpec Spec, FoundTarget Found);
