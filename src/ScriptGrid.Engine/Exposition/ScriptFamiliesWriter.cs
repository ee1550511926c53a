using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// Writes the families that every script has on every target. Lines were rendered when they were collected; here they are copied, many
/// results into one span. Each result is visited once: its values go straight to the page, and its other lines wait until their families are
/// written. So a page shows every family from the same run, and memory is walked over only once.
/// </summary>
internal sealed class ScriptFamiliesWriter(PipeWriter output, TargetFamilies families, ExpositionFormat format, TimeSpan now) : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly FamilyLines _waiting = new(Enumerable.Range(0, families.PerScript.Length));
    private byte[] _header = PageOutput.Header(families.PerScript[TargetFamilies.Values], format);

    /// <summary>Writes the values of at least one result, and of as many as the output has room for at a time.</summary>
    /// <returns>The position after these results.</returns>
    public async ValueTask<int> WriteValuesAsync(ImmutableArray<ScriptResults> results, int next, CancellationToken cancellationToken)
    {
        int behind = Fill(results.AsSpan(), next);
        if (behind == next)
        {
            await WriteLargeAsync(results[behind++], cancellationToken).ConfigureAwait(false);
        }

        await output.FlushFullAsync(cancellationToken).ConfigureAwait(false);
        return behind;
    }

    /// <summary>Writes lines of the values family, and keeps those of the other families until they are written.</summary>
    public async ValueTask WriteAsync(int family, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        if (family == TargetFamilies.Values && !lines.IsEmpty)
        {
            await output.WriteFamilyAsync(TakeHeader(), [lines], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _waiting.Append(family, lines.Span);
        }
    }

    /// <summary>Writes values that were compressed for this page.</summary>
    public async ValueTask WriteAsync(DeflatedText values, CancellationToken cancellationToken)
    {
        if (values.Length > 0)
        {
            await output.WriteFamilyAsync(TakeHeader(), [], [values], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the families whose lines have waited, here or compressed, each contiguous. Leaves out families without lines.</summary>
    public async ValueTask WriteWaitingAsync(DeflatedParts? deflated, CancellationToken cancellationToken)
    {
        foreach (int family in _waiting.Families)
        {
            byte[] header = PageOutput.Header(families.PerScript[family], format);
            await output.WriteFamilyAsync(header, _waiting[family].Pieces, deflated?.Of(family) ?? [], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _waiting.Dispose();

    /// <summary>Copies results as long as there is room. Returns the position after them.</summary>
    private int Fill(ReadOnlySpan<ScriptResults> results, int next)
    {
        Span<byte> room = output.GetSpan(ChunkBytes);
        int written = 0;
        for (; next < results.Length && _header.Length <= room.Length - written; next++)
        {
            if (!results[next].TryCopy(TargetFamilies.Values, room[(written + _header.Length)..], _waiting, now, out int length))
            {
                break;
            }

            written += length == 0 ? 0 : length + WriteHeader(room[written..]);
        }

        output.Advance(written);
        return next;
    }

    /// <summary>Writes a result that needs more room than the output has. It is first copied as a whole, so that all its lines are from the same run.</summary>
    private async ValueTask WriteLargeAsync(ScriptResults result, CancellationToken cancellationToken)
    {
        LineChunks values = _waiting[TargetFamilies.Values];
        result.CopyTo(_waiting, now);
        if (!values.IsEmpty)
        {
            await output.WriteFamilyAsync(TakeHeader(), values.Pieces, cancellationToken).ConfigureAwait(false);
            values.Dispose();
        }
    }

    private int WriteHeader(Span<byte> room)
    {
        byte[] header = TakeHeader();
        header.CopyTo(room);
        return header.Length;
    }

    /// <summary>Returns the header of the values family the first time, and nothing after that.</summary>
    private byte[] TakeHeader()
    {
        byte[] header = _header;
        _header = [];
        return header;
    }
}
