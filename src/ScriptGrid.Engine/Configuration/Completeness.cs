using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>What a configuration has, valid or not.</summary>
/// <param name="Scripts">Whether it has scripts or collectors.</param>
/// <param name="Targets">Whether it has targets, or sources of targets.</param>
/// <param name="ScrapeTargets">Whether <c>/scrape</c> may collect other targets.</param>
internal readonly record struct GivenParts(bool Scripts, bool Targets, bool ScrapeTargets);

/// <summary>Finds what a configuration lacks, and what does nothing because of it.</summary>
internal static class Completeness
{
    /// <summary>Reports that there are no scripts or no targets. A silo may lack both, and then takes those of its cluster.</summary>
    public static void Check(Section section, GlobalSettings global, GivenParts given, bool forSilo)
    {
        bool hasTargets = given.Targets || given.ScrapeTargets;
        if (forSilo && !given.Scripts && !hasTargets)
        {
            WarnOfUselessGlobal(section, global);
            return;
        }

        if (!given.Scripts && global.PageOfRedisExporter.IsEmpty)
        {
            section.Problems.Error(section.Place, "no script is configured; give --script or --collect, or list scripts: or collectors: in a configuration file");
        }

        if (!hasTargets)
        {
            string others = global.RedisExporterCompatible
                ? "; for /scrape alone name them in --redis.password-file, or allow every one with --web.scrape-any-target"
                : "";
            section.Problems.Error(section.Place, $"no target is configured; give --target, or list target_groups: in a configuration file{others}");
        }
    }

    /// <summary>Warns of each script that no group runs.</summary>
    public static void WarnOfUnusedScripts(ImmutableArray<ConfiguredScript> scripts, ImmutableArray<TargetGroup> groups, Problems problems)
    {
        IReadOnlyList<ScriptSpec>[] lists = [.. groups.Where(static group => group.HasTargets).Select(static group => group.Template.Scripts)];
        HashSet<ScriptSpec> used = new(lists.SelectMany(static list => list), ReferenceEqualityComparer.Instance);
        foreach (ConfiguredScript script in scripts.Where(script => lists.Length > 0 && !used.Contains(script.Spec)))
        {
            problems.Warn(script.Place, $"script {script.Spec.Name} runs on no target; name it in a group's scripts");
        }
    }

    /// <summary>
    /// Warns of settings for scripts and targets in a silo that has neither: the catalogue has them together. In compatibility with redis_exporter some of
    /// them are about the silo itself.
    /// </summary>
    private static void WarnOfUselessGlobal(Section section, GlobalSettings global)
    {
        foreach (Place place in global.RedisExporterCompatible ? [] : section.PlacesOf("global"))
        {
            string subject = place.Origin == SettingOrigin.File ? "global" : "it";
            section.Problems.Warn(
                place, $"{subject} has no effect: a silo without targets of its own takes the cluster's settings; change them on a silo that has the targets");
        }
    }
}
