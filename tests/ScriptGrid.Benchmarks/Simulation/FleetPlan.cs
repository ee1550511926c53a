using System.Collections.Immutable;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>A configuration file: its targets, and the edition that the product makes from it.</summary>
internal sealed class FleetPlan
{
    /// <summary>The script that all targets run.</summary>
    public const string ScriptName = "queues.lua";

    private readonly Lazy<CatalogueEdition> _draft;

    /// <param name="targets">The identities of the targets.</param>
    /// <param name="interval">How often they are collected.</param>
    /// <param name="writtenAt">When the file was written.</param>
    public FleetPlan(ImmutableArray<string> targets, TimeSpan interval, DateTimeOffset writtenAt)
    {
        Targets = targets;
        _draft = new Lazy<CatalogueEdition>(() => CatalogueWriter.Write(Configuration(targets, interval, writtenAt), "simulated"));
    }

    /// <summary>The identities of the targets.</summary>
    public ImmutableArray<string> Targets { get; }

    /// <summary>The edition, which has no number yet.</summary>
    public CatalogueEdition Draft => _draft.Value;

    /// <summary>Returns the identity of the target with this number. Its length is neither the shortest possible nor the longest.</summary>
    public static string Identity(int number) => $"redis-{number:D7}.cache.example.internal:6379";

    /// <summary>Returns the value that a target gives each time. It is a whole number, so that the sum does not depend on the order of addition.</summary>
    public static double ValueOf(string target) => TargetHash.Of(target) % 1000;

    /// <summary>Returns the configuration that the product writes into its catalogue.</summary>
    public static ScriptGridConfiguration Configuration(IReadOnlyList<string> targets, TimeSpan interval, DateTimeOffset writtenAt)
    {
        var script = new ScriptSpec { Name = ScriptName, Body = "return {'queued', 1}"u8.ToArray(), Interval = interval, Aggregate = Aggregations.Sum | Aggregations.Count };
        ScriptSpec[] scripts = [script];
        return new ScriptGridConfiguration
        {
            Interval = interval,
            WrittenAt = writtenAt,
            Scripts = [script],
            Targets = [.. targets.Select(target => new TargetSpec { Address = RedisUri.Parse(target, out _)!.Address, Scripts = scripts })],
        };
    }
}
