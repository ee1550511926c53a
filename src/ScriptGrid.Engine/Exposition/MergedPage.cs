using System.IO.Pipelines;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>
/// Writes the families about targets, of this process and of others. Values are written in the order in which they arrive. All other lines of other processes
/// wait until their families are written, compressed if the page uses gzip. No process is asked for more than one part ahead of what the client has taken.
/// </summary>
internal static class MergedPage
{
    /// <summary>Writes every family, each contiguous. Leaves out families without series. The caller writes the rollups.</summary>
    public static async ValueTask WriteAsync(
        PipeWriter output,
        FleetResults own,
        IReadOnlyCollection<PartStream> others,
        TargetFamilies families,
        ExpositionFormat format,
        TimeSpan now,
        CancellationToken cancellationToken)
    {
        using LineChunks up = FleetPage.UpLines(own.Targets);
        using LineChunks certificates = FleetPage.CertificateLines(own.Targets);
        using var scripts = new ScriptFamiliesWriter(output, families, format, now);
        using var declared = new DeclaredFamiliesWriter(output, families, format, now);
        using var deflated = new DeflatedParts();
        await WriteValuesAsync(own, others, up, certificates, scripts, declared, deflated, cancellationToken).ConfigureAwait(false);
        await output.WriteFamilyAsync(
            PageOutput.Header(families.Up, format), up.Pieces, deflated.Of(FleetPart.UpFamily), cancellationToken).ConfigureAwait(false);
        await output.WriteFamilyAsync(
            PageOutput.Header(families.Certificates, format), certificates.Pieces, deflated.Of(FleetPart.CertificatesFamily), cancellationToken).ConfigureAwait(false);
        await scripts.WriteWaitingAsync(deflated, cancellationToken).ConfigureAwait(false);
        await declared.WriteAsync(own.Scripts, deflated, cancellationToken).ConfigureAwait(false);
        if (output is GzipWriter gzip)
        {
            await gzip.HandOverAsync(cancellationToken).ConfigureAwait(false); // It refers to parts that are disposed next.
        }
    }

    /// <summary>Writes the values that others have ready, and own values while others have none.</summary>
    private static async ValueTask WriteValuesAsync(
        FleetResults own,
        IReadOnlyCollection<PartStream> others,
        LineChunks up,
        LineChunks certificates,
        ScriptFamiliesWriter scripts,
        DeclaredFamiliesWriter declared,
        DeflatedParts deflated,
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
                FleetPart? part = await ready.TakeAsync().ConfigureAwait(false);
                if (part is { IsDeflated: true })
                {
                    await scripts.WriteAsync(deflated.Add(part), cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    using (part)
                    {
                        await WritePartAsync(part, up, certificates, scripts, declared, cancellationToken).ConfigureAwait(false);
                    }
                }

                open.RemoveAll(static stream => stream.IsOver);
            }
            else if (next < own.Scripts.Length)
            {
                next = await scripts.WriteValuesAsync(own.Scripts, next, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await Task.WhenAny(open.Select(static stream => stream.Ready)).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask WritePartAsync(
        FleetPart? part,
        LineChunks up,
        LineChunks certificates,
        ScriptFamiliesWriter scripts,
        DeclaredFamiliesWriter declared,
        CancellationToken cancellationToken)
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
            else if (section.Family == FleetPart.CertificatesFamily)
            {
                certificates.Append(lines.Span);
            }
            else if (section.Family > TargetFamilies.Errors)
            {
                declared.Append(section.Family, lines);
            }
            else
            {
                await scripts.WriteAsync(section.Family, lines, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
