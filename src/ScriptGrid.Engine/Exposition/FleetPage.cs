using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>Writes the families about the targets of this process.</summary>
internal static class FleetPage
{
    /// <summary>Writes every family, each contiguous. Leaves out families without series.</summary>
    public static async ValueTask WriteAsync(
        PipeWriter output, FleetResults results, TargetFamilies families, ExpositionFormat format, TimeSpan now, CancellationToken cancellationToken)
    {
        using (LineChunks up = UpLines(results.Targets))
        {
            await output.WriteFamilyAsync(PageOutput.Header(families.Up, format), up.Pieces, cancellationToken).ConfigureAwait(false);
        }

        using (LineChunks certificates = CertificateLines(results.Targets))
        {
            await output.WriteFamilyAsync(PageOutput.Header(families.Certificates, format), certificates.Pieces, cancellationToken).ConfigureAwait(false);
        }

        using (var scripts = new ScriptFamiliesWriter(output, families, format, now))
        {
            for (int next = 0; next < results.Scripts.Length;)
            {
                next = await scripts.WriteValuesAsync(results.Scripts, next, cancellationToken).ConfigureAwait(false);
            }

            await scripts.WriteWaitingAsync(deflated: null, cancellationToken).ConfigureAwait(false);
        }

        using (var declared = new DeclaredFamiliesWriter(output, families, format, now))
        {
            await declared.WriteAsync(results.Scripts, deflated: null, cancellationToken).ConfigureAwait(false);
        }

        WriteRollups(output, results, families, format, now);
    }

    /// <summary>Returns the lines that tell which targets answer.</summary>
    public static LineChunks UpLines(ImmutableArray<TargetResults> targets)
    {
        var lines = new LineChunks();
        foreach (TargetResults target in targets)
        {
            lines.Append(target.IsExposed ? target.UpLine : []);
        }

        return lines;
    }

    /// <summary>Returns the lines that tell when certificates expire.</summary>
    public static LineChunks CertificateLines(ImmutableArray<TargetResults> targets)
    {
        var lines = new LineChunks();
        foreach (TargetResults target in targets)
        {
            lines.Append(target.IsExposed ? target.CertificateLines : []);
        }

        return lines;
    }

    private static void WriteRollups(PipeWriter output, FleetResults results, TargetFamilies families, ExpositionFormat format, TimeSpan now)
    {
        if (results.Rollups.IsEmpty)
        {
            return;
        }

        var page = new ExpositionBuffer();
        TargetCounts? counts = results.Counted.IsEmpty ? null : TargetCounts.Of(results.Counted);
        RollupWriter.Write(page, families, format, RollupTable.Of(results.Rollups, now), counts);
        output.Write(page.WrittenSpan);
    }
}
