using System.Collections.Immutable;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>The summary of one silo's targets. It is all that a silo sends about them unless it is asked.</summary>
[GenerateSerializer, Immutable, Alias("sg.silo-digest")]
internal sealed record SiloDigest
{
    /// <summary>The silo.</summary>
    [Id(0)]
    public required SiloAddress Silo { get; init; }

    /// <summary>The silo's name.</summary>
    [Id(1)]
    public string Name { get; init; } = "";

    /// <summary>The interval at which it sends digests.</summary>
    [Id(2)]
    public TimeSpan Interval { get; init; }

    /// <summary>The number of its targets that answer.</summary>
    [Id(3)]
    public int Up { get; init; }

    /// <summary>The number of its targets that do not answer.</summary>
    [Id(4)]
    public int Down { get; init; }

    /// <summary>The number of its targets that have not been asked yet.</summary>
    [Id(5)]
    public int Unknown { get; init; }

    /// <summary>The number of its targets on which the last run of a script failed.</summary>
    [Id(6)]
    public int Failing { get; init; }

    /// <summary>Its scripts with rollups.</summary>
    [Id(7)]
    public ImmutableArray<ScriptDigest> Scripts { get; init; } = [];

    /// <summary>The metrics that its scripts with rollups declare, by name; empty from silos of older versions.</summary>
    [Id(8)]
    public ImmutableArray<ScriptDigest> Metrics { get; init; } = [];
}

/// <summary>The digests of one script's keys, or of one metric's series, over targets with the same labels, column by column.</summary>
[GenerateSerializer, Immutable, Alias("sg.script-digest")]
internal sealed record ScriptDigest
{
    /// <summary>The name of the script or metric.</summary>
    [Id(0)]
    public string Script { get; init; } = "";

    /// <summary>The configured rollups, as <see cref="Engine.Model.Aggregations"/>.</summary>
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

    /// <summary>The number of targets that gave each key.</summary>
    [Id(7)]
    public long[] Counts { get; init; } = [];

    /// <summary>The labels by which the script is rolled up, with their values here.</summary>
    [Id(8)]
    public ImmutableArray<KeyValuePair<string, string>> By { get; init; } = [];

    /// <summary>Each key's sum of squared distances from its mean; empty from silos of older versions.</summary>
    [Id(9)]
    public double[] Squares { get; init; } = [];

    /// <summary>The number of buckets of each key's sketch; empty if no quantiles are configured.</summary>
    [Id(10)]
    public int[] SketchSizes { get; init; } = [];

    /// <summary>The buckets of all sketches, one sketch after the other.</summary>
    [Id(11)]
    public int[] Buckets { get; init; } = [];

    /// <summary>The number of values in each bucket.</summary>
    [Id(12)]
    public long[] BucketCounts { get; init; } = [];

    /// <summary>The keys with their digests.</summary>
    public IEnumerable<KeyValuePair<string, Digest>> Digests
    {
        get
        {
            for (int key = 0, bucket = 0; key < Keys.Length; key++)
            {
                QuantileSketch? sketch = SketchSizes.Length == 0 ? null : new QuantileSketch();
                for (int end = sketch is null ? 0 : bucket + SketchSizes[key]; bucket < end; bucket++)
                {
                    sketch!.Add(Buckets[bucket], BucketCounts[bucket]);
                }

                double squares = Squares.Length == 0 ? double.NaN : Squares[key];
                yield return new(Keys[key], new Digest(Sums[key], Mins[key], Maxs[key], Counts[key], squares, sketch));
            }
        }
    }
}

/// <summary>The whole fleet's figures.</summary>
[GenerateSerializer, Immutable, Alias("sg.fleet-digest")]
internal sealed record FleetDigest
{
    /// <summary>When they were merged.</summary>
    [Id(0)]
    public DateTimeOffset At { get; init; }

    /// <summary>Whether every active silo has sent its figures, or has had enough time to.</summary>
    [Id(1)]
    public bool IsSettled { get; init; }

    /// <summary>The figures of the silos that sent them, without <see cref="SiloDigest.Scripts"/> and <see cref="SiloDigest.Metrics"/>.</summary>
    [Id(2)]
    public ImmutableArray<SiloDigest> Silos { get; init; } = [];

    /// <summary>The scripts with rollups, merged over the silos.</summary>
    [Id(3)]
    public ImmutableArray<ScriptDigest> Scripts { get; init; } = [];

    /// <summary>The metrics that scripts with rollups declare, merged over the silos.</summary>
    [Id(4)]
    public ImmutableArray<ScriptDigest> Metrics { get; init; } = [];
}
