using System.Collections.Immutable;
using System.IO.Compression;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Discovery;

/// <summary>How a source fares.</summary>
/// <param name="Number">The number of its last good list; 0 where there is none.</param>
/// <param name="LookedAt">When it was last asked, or its list was new that a silo brought back; null before either.</param>
/// <param name="Problem">What went wrong then; null for nothing.</param>
/// <param name="Edition">The list; null where the caller has it, or there is none.</param>
[GenerateSerializer]
[Immutable]
[Alias("sg.source-state")]
internal sealed record SourceState(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset? LookedAt,
    [property: Id(2)] string? Problem,
    [property: Id(3)] SourceEdition? Edition);

/// <summary>A good list of a source.</summary>
/// <param name="Number">Grows with each list: the time in milliseconds since the Unix epoch, or one more than the last.</param>
/// <param name="Content">The list in the format of Prometheus' service discovery, as compressed JSON.</param>
[GenerateSerializer]
[Immutable]
[Alias("sg.source-edition")]
internal sealed record SourceEdition([property: Id(0)] long Number, [property: Id(1)] byte[] Content)
{
    /// <summary>An edition of these targets.</summary>
    public static SourceEdition Of(long number, ImmutableArray<FoundTarget> targets)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest))
        {
            brotli.Write(TargetListWriter.Write(targets));
        }

        return new SourceEdition(number, compressed.ToArray());
    }

    /// <summary>The targets.</summary>
    /// <exception cref="InvalidDataException">This version cannot read it.</exception>
    public ImmutableArray<FoundTarget> Read()
    {
        using var json = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(Content), CompressionMode.Decompress);
        brotli.CopyTo(json);
        return TargetListReader.ReadJson(json.GetBuffer().AsSpan(0, (int)json.Length), "the edition", LabelSet.Empty, out string problem)
            ?? throw new InvalidDataException(problem);
    }
}
