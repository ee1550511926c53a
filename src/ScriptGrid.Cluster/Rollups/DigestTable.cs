using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>Digests by script and key, while they are put together: from the results of targets, or from those of silos.</summary>
internal sealed class DigestTable
{
    private readonly SortedDictionary<string, Entry> _scripts = new(StringComparer.Ordinal);

    /// <summary>Adds what a target's scripts with rollups gave.</summary>
    public void Add(TargetCollector collector, TimeSpan now)
    {
        IReadOnlyList<ScriptRun> runs = collector.Runs;
        for (int i = 0; i < runs.Count; i++)
        {
            ScriptRun run = runs[i];
            ScriptSpec script = run.Plan.Script;
            if (script.Aggregate != Aggregations.None)
            {
                Entry entry = EntryOf(script.Name, script.Aggregate, run.Plan.Configured);
                foreach (KeyedValue value in run.Results.ReadValues(now))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(entry.Keys, value.Key, out _).Add(value.Value);
                }
            }
        }
    }

    /// <summary>Adds a part's digests of one script.</summary>
    public void Add(ScriptDigest part)
    {
        Entry entry = EntryOf(part.Script, (Aggregations)part.Aggregate, LabelSet.From(part.Labels));
        for (int i = 0; i < part.Keys.Length; i++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(entry.Keys, part.Keys[i], out _).Add(part[i]);
        }
    }

    /// <summary>All of it, by script and key in ordinal order.</summary>
    public ImmutableArray<ScriptDigest> ToDigests() => [.. _scripts.Select(static script => ToDigest(script.Key, script.Value))];

    private static ScriptDigest ToDigest(string script, Entry entry)
    {
        KeyValuePair<string, Digest>[] keys = [.. entry.Keys.OrderBy(static key => key.Key, StringComparer.Ordinal)];
        return new ScriptDigest
        {
            Script = script,
            Aggregate = (int)entry.Aggregate,
            Labels = [.. entry.Labels.Labels],
            Keys = [.. keys.Select(static key => key.Key)],
            Sums = [.. keys.Select(static key => key.Value.Sum)],
            Mins = [.. keys.Select(static key => key.Value.Min)],
            Maxs = [.. keys.Select(static key => key.Value.Max)],
            Counts = [.. keys.Select(static key => key.Value.Count)],
        };
    }

    private Entry EntryOf(string script, Aggregations aggregate, LabelSet labels)
    {
        if (!_scripts.TryGetValue(script, out Entry? entry))
        {
            _scripts[script] = entry = new Entry(labels);
        }

        entry.Aggregate |= aggregate;
        entry.Labels = entry.Labels.Intersect(labels);
        return entry;
    }

    private sealed class Entry(LabelSet labels)
    {
        public Dictionary<string, Digest> Keys { get; } = new(StringComparer.Ordinal);

        public Aggregations Aggregate { get; set; }

        public LabelSet Labels { get; set; } = labels;
    }
}
