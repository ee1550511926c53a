using System.Buffers;
using System.IO.Pipelines;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Pages;

/// <summary>The families that say how complete a page about the whole fleet is.</summary>
internal static class SiloFamilies
{
    private static readonly MetricFamily SiloUp = new(
        "scriptgrid_silo_up", MetricType.Gauge, "Whether the silo answered, and wrote its part of this page. Each silo that membership lists as active is here.");

    private static readonly MetricFamily TargetsMissing = new(
        "scriptgrid_targets_missing", MetricType.Gauge, "Targets of the catalogue that no silo had results of when this page was written.");

    private static readonly MetricFamily RollupsUp = new(
        "scriptgrid_rollups_up", MetricType.Gauge, "Whether the rollups over the fleet could be read for this page; where not, they are left out.");

    /// <summary>Writes which silos answered, and how many targets are missing.</summary>
    public static void WriteCompleteness(
        ExpositionBuffer page, ExpositionFormat format, IReadOnlyList<(SiloAddress Silo, bool IsUp)> silos, int missing)
    {
        page.AppendHeader(SiloUp, format);
        foreach ((SiloAddress silo, bool isUp) in silos)
        {
            page.Append(SiloUp.LineStart);
            page.AppendLabel("silo", SiloView.NameOf(silo));
            page.Append("} "u8);
            page.AppendNumber(isUp ? 1L : 0L);
            page.Append((byte)'\n');
        }

        WriteOne(page, format, TargetsMissing, missing);
    }

    /// <summary>Writes the rollups, and whether they could be read.</summary>
    public static void WriteRollups(PipeWriter output, ExpositionFormat format, TargetFamilies families, FleetDigest? digest, bool countsTargets)
    {
        var page = new ExpositionBuffer();
        if (digest is not null)
        {
            FleetRollups.Append(page, format, families, digest, countsTargets);
        }

        WriteOne(page, format, RollupsUp, digest is null ? 0 : 1);
        output.Write(page.WrittenSpan);
    }

    private static void WriteOne(ExpositionBuffer page, ExpositionFormat format, MetricFamily family, long value)
    {
        page.AppendHeader(family, format);
        page.Append(family.Name);
        page.Append((byte)' ');
        page.AppendNumber(value);
        page.Append((byte)'\n');
    }
}
