using System.Collections.Immutable;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>What one silo's targets come to: the only thing that is sent of them while nobody asks.</summary>
[GenerateSerializer, Immutable, Alias("sg.silo-digest")]
internal sealed record SiloDigest
{
    /// <summary>The silo.</summary>
    [Id(0)]
    public required SiloAddress Silo { get; init; }

    /// <summary>The silo's name.</summary>
    [Id(1)]
    public string Name { get; init; } = "";

    /// <summary>How often it sends one.</summary>
    [Id(2)]
    public TimeSpan Interval { get; init; }

    /// <summary>How many of its targets answer.</summary>
    [Id(3)]
    public int Up { get; init; }

    /// <summary>How many do not.</summary>
    [Id(4)]
    public int Down { get; init; }

    /// <summary>How many were not asked yet.</summary>
    [Id(5)]
    public int Unknown { get; init; }

    /// <summary>On how many of its targets a script's last run failed.</summary>
    [Id(6)]
    public int Failing { get; init; }

    /// <summary>Its scripts with rollups.</summary>
    [Id(7)]
    public ImmutableArray<ScriptDigest> Scripts { get; init; } = [];
}

/// <summary>The digests of one script's keys, column by column.</summary>
[GenerateSerializer, Immutable, Alias("sg.script-digest")]
internal sealed record ScriptDigest
{
    /// <summary>The script's name.</summary>
    [Id(0)]
    public string Script { get; init; } = "";

    /// <summary>The rollups that are asked for: <see cref="Engine.Model.Aggregations"/>.</summary>
    [Id(1)]
    public int Aggregate { get; init; }

    /// <summary>The configured labels that all the merged series share.</summary>
    [Id(2)]
    public ImmutableArray<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>The keys, in ordinal order.</summary>
    [Id(3)]
    public string[] Keys { get; init; } = [];

    /// <summary>Each key's sum.</summary>
    [Id(4)]
    public double[] Sums { get; init; } = [];

    /// <summary>Each key's smallest value.</summary>
    [Id(5)]
    public double[] Mins { get; init; } = [];

    /// <summary>Each key's largest value.</summary>
    [Id(6)]
    public double[] Maxs { get; init; } = [];

    /// <summary>How many targets gave each key.</summary>
    [Id(7)]
    public long[] Counts { get; init; } = [];

    /// <summary>The digest of one key.</summary>
    public Digest this[int key] => new(Sums[key], Mins[key], Maxs[key], Counts[key]);
}

/// <summary>The whole fleet's figures.</summary>
[GenerateSerializer, Immutable, Alias("sg.fleet-digest")]
internal sealed record FleetDigest
{
    /// <summary>When they were put together.</summary>
    [Id(0)]
    public DateTimeOffset At { get; init; }

    /// <summary>Every active silo has told its figures, or has had its time to.</summary>
    [Id(1)]
    public bool IsSettled { get; init; }

    /// <summary>Figures of the silos that told them, without <see cref="SiloDigest.Scripts"/>.</summary>
    [Id(2)]
    public ImmutableArray<SiloDigest> Silos { get; init; } = [];

    /// <summary>The scripts with rollups, merged over the silos.</summary>
    [Id(3)]
    public ImmutableArray<ScriptDigest> Scripts { get; init; } = [];
}
