using System.IO.Pipelines;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// Writes the families about targets, of this process and of others. Values go to the page in the order in which they come; all other
/// lines, a small share of the page, wait for their families' turns. No process is asked for more than one part ahead of what the client
/// has taken.
/// </summary>
internal static class MergedPage
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Writes every family, each contiguous; one without series is left out. Rollups are left to the caller.</summary>
    public static async ValueTask WriteAsync(
        PipeWriter output,
        FleetResults own,
        IReadOnlyCollection<PartStream> others,
        TargetFamilies families,
        ExpositionFormat format,
        TimeSpan now,
        CancellationToken cancellationToken)
    {
        using var up = new LineChunks();
        LineChunks[] waiting = [.. families.PerScript.Select(static _ => new LineChunks())];
        try
        {
            foreach (TargetResults target in own.Targets)
            {
                up.Append(target.UpLine);
            }

            byte[] header = FleetPage.Header(families.PerScript[TargetFamilies.Values], format);
            await WriteValuesAsync(output, own, others, up, waiting, header, now, cancellationToken).ConfigureAwait(false);
            await FleetPage.WriteWaitingAsync(output, families.Up, up, format, cancellationToken).ConfigureAwait(false);
            for (int family = 0; family < waiting.Length; family++)
            {
                await FleetPage.WriteWaitingAsync(output, families.PerScript[family], waiting[family], format, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            Array.ForEach(waiting, static lines => lines.Dispose());
        }
    }

    /// <summary>Takes what others have ready, and its own results while they have nothing.</summary>
    private static async ValueTask WriteValuesAsync(
        PipeWriter output,
        FleetResults own,
        IReadOnlyCollection<PartStream> others,
        LineChunks up,
        LineChunks[] waiting,
        byte[] header,
        TimeSpan now,
        CancellationToken cancellationToken)
    {
        foreach (PartStream stream in others)
        {
            stream.Start();
        }

        List<PartStream> open = [.. others.Where(static stream => !stream.IsOver)];
        for (int next = 0; next < own.Scripts.Length || open.Count > 0;)
        {
            if (open.Find(static stream => stream.Ready.IsCompleted) is { } ready)
            {
                using FleetPart? part = await ready.TakeAsync().ConfigureAwait(false);
                header = await WritePartAsync(output, part, up, waiting, header, cancellationToken).ConfigureAwait(false);
                open.RemoveAll(static stream => stream.IsOver);
            }
            else if (next < own.Scripts.Length)
            {
                FleetPage.Fill(output, own.Scripts, waiting, now, ref next, ref header);
                await FleetPage.FlushAsync(output, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await Task.WhenAny(open.Select(static stream => stream.Ready)).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes a part's values, keeps its other lines, and returns the header that is still to be written.</summary>
    private static async ValueTask<byte[]> WritePartAsync(
        PipeWriter output, FleetPart? part, LineChunks up, LineChunks[] waiting, byte[] header, CancellationToken cancellationToken)
    {
        int start = 0;
        foreach (Section section in part?.Sections ?? [])
        {
            ReadOnlyMemory<byte> lines = part!.Lines[start..section.End];
            start = section.End;
            if (section.Family == FleetPart.UpFamily)
            {
                up.Append(lines.Span);
            }
            else if (section.Family == TargetFamilies.Values && !lines.IsEmpty)
            {
                await WriteLinesAsync(output, header, cancellationToken).ConfigureAwait(false);
                await WriteLinesAsync(output, lines, cancellationToken).ConfigureAwait(false);
                header = [];
            }
            else if (section.Family < waiting.Length)
            {
                // A process of a newer version may have families that this one does not know.
                waiting[section.Family].Append(lines.Span);
            }
        }

        return header;
    }

    private static async ValueTask WriteLinesAsync(PipeWriter output, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        while (!lines.IsEmpty)
        {
            int length = Math.Min(lines.Length, ChunkBytes);
            lines.Span[..length].CopyTo(output.GetSpan(ChunkBytes));
            output.Advance(length);
            lines = lines[length..];
            await FleetPage.FlushAsync(output, cancellationToken).ConfigureAwait(false);
        }
    }
}
