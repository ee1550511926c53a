using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// Writes the families about targets. Lines were rendered when they were collected; here they are copied, many results into one large
/// span. Each result is visited once: its values go straight to the page, its other lines wait for their families' turns, so that a
/// page shows every family of the same run and memory is walked over once.
/// </summary>
internal static class FleetPage
{
    private const int ChunkBytes = 64 * 1024;
    private const int FlushBytes = 256 * 1024;

    /// <summary>Writes every family, each contiguous; one without series is left out.</summary>
    public static async ValueTask WriteAsync(
        PipeWriter output, FleetResults results, TargetFamilies families, ExpositionFormat format, TimeSpan now, CancellationToken cancellationToken)
    {
        await WriteUpAsync(output, results.Targets, families.Up, format, cancellationToken).ConfigureAwait(false);
        LineChunks[] waiting = [.. families.PerScript.Select(static _ => new LineChunks())];
        try
        {
            byte[] header = Header(families.PerScript[TargetFamilies.Values], format);
            for (int next = 0; next < results.Scripts.Length;)
            {
                Fill(output, results.Scripts, waiting, now, ref next, ref header);
                await FlushAsync(output, cancellationToken).ConfigureAwait(false);
            }

            for (int family = 0; family < waiting.Length; family++)
            {
                await WriteWaitingAsync(output, families.PerScript[family], waiting[family], format, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Array.ForEach(waiting, static lines => lines.Dispose());
        }

        WriteRollups(output, results.Rollups, families.Fleet, format, now);
    }

    private static async ValueTask WriteUpAsync(
        PipeWriter output, ImmutableArray<TargetResults> targets, MetricFamily family, ExpositionFormat format, CancellationToken cancellationToken)
    {
        byte[] header = Header(family, format);
        for (int next = 0; next < targets.Length;)
        {
            var chunk = new Chunk(output, header.Length + targets[next].UpLine.Length);
            while (next < targets.Length && chunk.TryAdd(targets[next].UpLine, ref header))
            {
                next++;
            }

            chunk.Commit();
            await FlushAsync(output, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Copies results until a chunk is full: values to the page, with the header before the first line, and the others to where they wait.
    /// </summary>
    public static void Fill(
        PipeWriter output, ImmutableArray<ScriptResults> results, LineChunks[] waiting, TimeSpan now, ref int next, ref byte[] header)
    {
        var chunk = new Chunk(output, 0);
        int needed = 0;
        while (next < results.Length && chunk.TryAdd(results[next], waiting, now, ref header, out needed))
        {
            next++;
        }

        chunk.Commit();
        if (chunk.Written == 0 && next < results.Length)
        {
            // One result is larger than a chunk. It may have grown by the next turn, which then makes room again.
            chunk = new Chunk(output, needed + header.Length);
            if (chunk.TryAdd(results[next], waiting, now, ref header, out _))
            {
                next++;
            }

            chunk.Commit();
        }
    }

    /// <summary>Writes a family whose lines have waited for their turn, if there are any.</summary>
    public static async ValueTask WriteWaitingAsync(
        PipeWriter output, MetricFamily family, LineChunks lines, ExpositionFormat format, CancellationToken cancellationToken)
    {
        if (lines.IsEmpty)
        {
            return;
        }

        output.Write(Header(family, format));
        foreach (ReadOnlyMemory<byte> piece in lines.Pieces)
        {
            output.Write(piece.Span);
            await FlushAsync(output, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void WriteRollups(
        PipeWriter output, ImmutableArray<RollupSource> rollups, MetricFamily family, ExpositionFormat format, TimeSpan now)
    {
        var page = new ExpositionBuffer();
        foreach (RollupSource source in rollups)
        {
            RollupWriter.Write(page, family, source, Rollups.Merge(source.Results, now));
        }

        if (page.Length > 0)
        {
            output.Write(Header(family, format));
            output.Write(page.WrittenSpan);
        }
    }

    /// <summary>HELP and TYPE.</summary>
    public static byte[] Header(MetricFamily family, ExpositionFormat format)
    {
        var header = new ExpositionBuffer();
        header.AppendHeader(family, format);
        return header.WrittenSpan.ToArray();
    }

    /// <summary>Hands over what was written once it is enough to be worth a change of threads.</summary>
    public static async ValueTask FlushAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        if (output.UnflushedBytes < FlushBytes)
        {
            return;
        }

        FlushResult flushed = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (flushed.IsCompleted)
        {
            throw new OperationCanceledException("The client hung up.");
        }
    }

    /// <summary>One span of the output, filled from the front.</summary>
    private ref struct Chunk(PipeWriter output, int atLeast)
    {
        private readonly Span<byte> _span = output.GetSpan(Math.Max(ChunkBytes, atLeast));

        public int Written { get; private set; }

        public bool TryAdd(ReadOnlySpan<byte> line, ref byte[] header)
        {
            if (line.Length + header.Length > _span.Length - Written)
            {
                return false;
            }

            AddHeader(ref header, line.Length);
            line.CopyTo(_span[Written..]);
            Written += line.Length;
            return true;
        }

        public bool TryAdd(ScriptResults results, LineChunks[] waiting, TimeSpan now, ref byte[] header, out int needed)
        {
            needed = header.Length;
            if (_span.Length - Written < needed
                || !results.TryCopy(TargetFamilies.Values, _span[(Written + header.Length)..], waiting, now, out needed))
            {
                return false;
            }

            AddHeader(ref header, needed);
            Written += needed;
            return true;
        }

        public readonly void Commit() => output.Advance(Written);

        private void AddHeader(ref byte[] header, int lineBytes)
        {
            if (lineBytes > 0 && header.Length > 0)
            {
                header.CopyTo(_span[Written..]);
                Written += header.Length;
                header = [];
            }
        }
    }
}
