using System.Collections.Immutable;
using System.IO.Compression;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Discovery;

/// <summary>The state of a source.</summary>
/// <param name="Number">The number of its last good list; 0 if there is none.</param>
/// <param name="LookedAt">When the source was last asked, or when the list that a silo brought back was new; null before either.</param>
/// <param name="Problem">What went wrong at that time; null if nothing did.</param>
/// <param name="Edition">The list; null if the caller has it already, or there is none.</param>
[GenerateSerializer]
[Immutable]
[Alias("sg.source-state")]
internal sealed record SourceState(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset? LookedAt,
    [property: Id(2)] string? Problem,
    [property: Id(3)] SourceEdition? Edition);

/// <summary>A good list of a source.</summary>
/// <param name="Number">Grows with each list: the time in milliseconds since the Unix epoch, or the last number plus one.</param>
/// <param name="Content">The list in the format of Prometheus' service discovery, as JSON compressed with Brotli.</param>
[GenerateSerializer]
[Immutable]
[Alias("sg.source-edition")]
internal sealed record SourceEdition([property: Id(0)] long Number, [property: Id(1)] byte[] Content)
{
    /// <summary>Makes an edition of these targets.</summary>
    public static SourceEdition Of(long number, ImmutableArray<FoundTarget> targets)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest))
        {
            brotli.Write(TargetListWriter.Write(targets));
        }

        return new SourceEdition(number, compressed.ToArray());
    }

    /// <summary>Reads the targets.</summary>
    /// <exception cref="InvalidDataException">This version cannot read the content.</exception>
    public ImmutableArray<FoundTarget> Read()
    {
        using var json = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(Content), CompressionMode.Decompress);
        brotli.CopyTo(json);
        return TargetListReader.ReadJson(json.GetBuffer().AsSpan(0, (int)json.Length), "the edition", LabelSet.Empty, out string problem)
            ?? throw new InvalidDataException(problem);
    }
}
