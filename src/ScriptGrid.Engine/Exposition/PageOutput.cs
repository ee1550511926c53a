using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using ScriptGrid.Engine.Compression;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// Writes pages to the client in pieces, each as large as the writer has room for. A writer may give less room than it was asked for, as Kestrel's does, so
/// nothing here relies on a size.
/// </summary>
internal static class PageOutput
{
    private const int FlushBytes = 256 * 1024;

    /// <summary>Returns the HELP, TYPE and UNIT lines of a family.</summary>
    public static byte[] Header(MetricFamily family, ExpositionFormat format)
    {
        var header = new ExpositionBuffer();
        header.AppendHeader(family, format);
        return header.WrittenSpan.ToArray();
    }

    /// <summary>Writes a family's header and lines, if there are any.</summary>
    public static async ValueTask WriteFamilyAsync(
        this PipeWriter output, ReadOnlyMemory<byte> header, IEnumerable<ReadOnlyMemory<byte>> lines, CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> piece in lines)
        {
            await output.WritePieceAsync(header, cancellationToken).ConfigureAwait(false);
            await output.WritePieceAsync(piece, cancellationToken).ConfigureAwait(false);
            header = default;
        }
    }

    /// <summary>
    /// Writes a family's header and lines, and after them lines that others compressed for this page. Such lines exist only if the page uses gzip.
    /// </summary>
    public static async ValueTask WriteFamilyAsync(
        this PipeWriter output,
        ReadOnlyMemory<byte> header,
        IEnumerable<ReadOnlyMemory<byte>> lines,
        IEnumerable<DeflatedText> deflated,
        CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> piece in lines)
        {
            await output.WriteFamilyAsync(header, [piece], cancellationToken).ConfigureAwait(false);
            header = default;
        }

        foreach (DeflatedText text in deflated)
        {
            output.Write(header.Span);
            header = default;
            ((GzipWriter)output).Append(text);
            await output.FlushFullAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes bytes of any length, and flushes them on the way.</summary>
    public static async ValueTask WritePieceAsync(this PipeWriter output, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            ReadOnlyMemory<byte> piece = bytes[..Math.Min(bytes.Length, FlushBytes)];
            output.Write(piece.Span);
            bytes = bytes[piece.Length..];
            await output.FlushFullAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Flushes what was written, once it is enough to be worth a change of threads.</summary>
    /// <exception cref="ConnectionAbortedException">The client no longer reads.</exception>
    public static async ValueTask FlushFullAsync(this PipeWriter output, CancellationToken cancellationToken)
    {
        if (output.UnflushedBytes < FlushBytes)
        {
            return;
        }

        FlushResult flushed = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (flushed.IsCompleted)
        {
            throw new ConnectionAbortedException("The client hung up.");
        }
    }
}
