using System.Collections.Immutable;
using System.IO.Pipelines;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// Writes the families that scripts declare, one after the other. They may be most of a page, so their lines are not kept: the results are walked
/// over once for each family, and a family shows the latest runs at the time when it is written.
/// </summary>
internal sealed class DeclaredFamiliesWriter(PipeWriter output, TargetFamilies families, ExpositionFormat format, TimeSpan now) : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly FamilyLines _fromOthers = new(families.Declared.Select(static family => family.Id));

    /// <summary>Keeps another process's lines until their family is written. Lines of families that are not declared here are dropped.</summary>
    public void Append(int family, ReadOnlyMemory<byte> lines) => _fromOthers.Append(family, lines.Span);

    /// <summary>Writes every family: own lines first, then those of others, compressed ones last. Leaves out families without lines.</summary>
    public async ValueTask WriteAsync(ImmutableArray<ScriptResults> results, DeflatedParts? deflated, CancellationToken cancellationToken)
    {
        foreach ((int id, MetricFamily family) in families.Declared)
        {
            byte[] header = PageOutput.Header(family, format);
            for (int next = 0; next < results.Length;)
            {
                (next, header) = await WriteSomeAsync(id, header, results, next, cancellationToken).ConfigureAwait(false);
            }

            await output.WriteFamilyAsync(header, _fromOthers[id].Pieces, deflated?.Of(id) ?? [], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _fromOthers.Dispose();

    /// <summary>
    /// Writes the lines of at least one result, and of as many as there is room for. Writes the header before the first line. Returns the position after these
    /// results, and the header if it is still to be written.
    /// </summary>
    private async ValueTask<(int Next, byte[] Header)> WriteSomeAsync(
        int family, byte[] header, ImmutableArray<ScriptResults> results, int next, CancellationToken cancellationToken)
    {
        int behind = Fill(family, ref header, results.AsSpan(), next);
        if (behind == next)
        {
            ScriptResults result = results[behind++];
            byte[] lines = result.IsLeftOut ? [] : result.CopyLines(family, now);
            await output.WriteFamilyAsync(header, lines.Length == 0 ? [] : [lines], cancellationToken).ConfigureAwait(false);
            header = lines.Length == 0 ? header : [];
        }

        await output.FlushFullAsync(cancellationToken).ConfigureAwait(false);
        return (behind, header);
    }

    private int Fill(int family, ref byte[] header, ReadOnlySpan<ScriptResults> results, int next)
    {
        Span<byte> room = output.GetSpan(ChunkBytes);
        int written = 0;
        for (; next < results.Length && header.Length <= room.Length - written; next++)
        {
            if (results[next].IsLeftOut)
            {
                continue;
            }

            if (!results[next].TryCopy(family, room[(written + header.Length)..], now, out int length))
            {
                break;
            }

            if (length > 0)
            {
                header.CopyTo(room[written..]);
                written += header.Length + length;
                header = [];
            }
        }

        output.Advance(written);
        return next;
    }
}
