using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>
/// Makes a configuration from an edition, with this silo's secrets. If a later version wrote something that this version cannot read, the whole edition
/// is refused.
/// </summary>
internal static class CatalogueReader
{
    /// <summary>Returns the content of the edition; or null, with the problem, if this version cannot read it.</summary>
    public static CatalogueContent? Read(CatalogueEdition edition, out string problem)
    {
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(edition.Content), CompressionMode.Decompress);
            CatalogueContent content = JsonSerializer.Deserialize<CatalogueContent>(brotli)!;
            problem = ProblemOf(content) ?? "";
            return problem.Length == 0 ? content : null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A later version may write anything. Any exception here means that this version cannot read it.
            problem = $"this version cannot read it ({failure.Message})";
            return null;
        }
    }

    /// <summary>Returns the configuration that this silo collects by.</summary>
    /// <param name="content">The content of the edition.</param>
    /// <param name="own">This silo's own configuration, which provides the HTTP server, the log, and passwords that have no file.</param>
    /// <param name="problems">Receives one line for each thing that this silo lacks. The affected targets will report it too.</param>
    public static ScriptGridConfiguration ToConfiguration(CatalogueContent content, ScriptGridConfiguration own, List<string> problems)
    {
        ImmutableArray<ScriptSpec> scripts = [.. content.Scripts.Select(script => ToScript(script, content.RedisExporterCompatible))];
        var passwords = new PasswordStore(own, problems);
        var known = own.Targets.ToDictionary(static target => RedisUri.Write(target.Address), static target => target.Address, StringComparer.Ordinal);
        ImmutableArray<TargetSpec> targets = [.. content.Groups.SelectMany(group => ToTargets(group, scripts, passwords, known))];
        return own with
        {
            Interval = content.Interval,
            Timeout = content.Timeout,
            TargetLabel = content.TargetLabel,
            RoleLabel = content.RoleLabel,
            Namespace = content.Namespace,
            MaxPageSeries = content.MaxPageSeries,
            RedisExporterCompatible = content.RedisExporterCompatible,
            MaxConnectionAge = content.MaxConnectionAge ?? Defaults.MaxConnectionAge,
            Scripts = scripts,
            Targets = targets,
            Groups = [.. ToGroups(content.TargetGroups ?? [], targets, scripts, new SourcesReader(own, passwords))],
        };
    }

    /// <summary>Returns what makes the content unusable as a configuration, or null if all is well.</summary>
    private static string? ProblemOf(CatalogueContent content)
    {
        if (content.Interval <= TimeSpan.Zero || content.Scripts.Any(static script => script.Interval <= TimeSpan.Zero))
        {
            return "it has an interval that is not positive";
        }

        if (content.MaxConnectionAge <= TimeSpan.Zero)
        {
            return "it has a connection age that is not positive";
        }

        if (content.Scripts.FirstOrDefault(static script => !Enum.IsDefined(script.ReadOnly)) is { } unknown)
        {
            return $"this version does not support the read_only setting of {unknown.Name}";
        }

        if (content.Scripts.SelectMany(static script => script.Metrics ?? [])
            .FirstOrDefault(static text => MetricDeclarationText.Parse(text, out _) is null) is { } metric)
        {
            return $"this version cannot parse the metric '{metric}'";
        }

        if (content.Scripts.FirstOrDefault(static script => script.On is { } on && !Enum.IsDefined(on)) is { } elsewhere)
        {
            return $"this version does not support the 'on' setting of {elsewhere.Name}";
        }

        if (content.Groups.SelectMany(static group => group.Scripts).Any(position => position < 0 || position >= content.Scripts.Length))
        {
            return "it refers to scripts that it does not contain";
        }

        if (content.TargetGroups is { } groups && ProblemOf(groups, content) is { } problem)
        {
            return problem;
        }

        string? strange = content.Groups
            .SelectMany(static group => group.Targets)
            .FirstOrDefault(static target => RedisUri.Parse(target, out _) is null);
        return strange is null ? null : $"this version cannot parse the target '{strange}'";
    }

    private static string? ProblemOf(CatalogueTargetGroup[] groups, CatalogueContent content)
    {
        bool fits = groups.All(static group => group.Targets >= 0) && groups.Sum(static group => (long)group.Targets) == content.Groups.Sum(static group => group.Targets.Length);
        bool hasScripts = groups.SelectMany(static group => group.Scripts).All(position => position >= 0 && position < content.Scripts.Length);
        return !fits ? "the targets of its groups do not match its list of targets"
            : !hasScripts ? "its groups refer to scripts that it does not contain"
            : groups.Select(SourcesReader.ProblemOf).FirstOrDefault(static problem => problem is not null);
    }

    private static IEnumerable<TargetGroup> ToGroups(
        CatalogueTargetGroup[] groups, ImmutableArray<TargetSpec> targets, ImmutableArray<ScriptSpec> scripts, SourcesReader reader)
    {
        int start = 0;
        foreach (CatalogueTargetGroup group in groups)
        {
            yield return reader.Read(group, targets.Slice(start, group.Targets), scripts);
            start += group.Targets;
        }
    }

    /// <summary>
    /// Makes the targets of a group. They share one list of scripts, and the addresses are those that this silo's own configuration already has, because
    /// there may be many thousands of targets.
    /// </summary>
    private static IEnumerable<TargetSpec> ToTargets(
        CatalogueGroup group, ImmutableArray<ScriptSpec> scripts, PasswordStore passwords, Dictionary<string, TargetAddress> known)
    {
        IReadOnlyList<ScriptSpec> chosen = [.. group.Scripts.Select(position => scripts[position])];
        var labels = LabelSet.From(group.Labels);
        foreach (string written in group.Targets)
        {
            TargetAddress address = known.GetValueOrDefault(written) ?? RedisUri.Parse(written, out _)!.Address;
            yield return new TargetSpec
            {
                Address = address,
                Credentials = passwords.Find(address, group),
                Tls = group.Tls,
                Greeting = group.Greeting ?? Greeting.Default,
                Labels = labels,
                RoleLabel = group.RoleLabel,
                Scripts = chosen,
            };
        }
    }

    private static ScriptSpec ToScript(CatalogueScript script, bool isRedisExporterCompatible) => new()
    {
        Name = script.Name,
        Path = script.Path,
        Body = script.Body,
        Interval = script.Interval,
        Timeout = script.Timeout,
        Expiry = script.Expiry,
        ReadOnly = script.ReadOnly,
        On = script.On,
        Keys = script.Keys,
        Arguments = script.Arguments,
        Labels = LabelSet.From(script.Labels),
        Metrics = [.. (script.Metrics ?? []).Select((text, position) => ToMetric(text, script.RowNames?.ElementAtOrDefault(position)))],
        IsOfGroup = script.IsOfGroup,
        Aggregate = script.Aggregate,
        AggregateBy = [.. script.AggregateBy ?? []],
        Expose = script.Expose,
        MaxBusy = script.MaxBusy,
        KillOnTimeout = script.KillOnTimeout,
        MaxReplyBytes = script.MaxReplyBytes,
        MaxSeries = script.MaxSeries,
        MaxFleetSeries = script.MaxFleetSeries,
        RedisExporterCompatible = isRedisExporterCompatible && script.Metrics is null,
    };

    private static MetricDeclaration ToMetric(string text, string? rowName)
    {
        MetricDeclaration metric = MetricDeclarationText.Parse(text, out _)!;
        return rowName is null ? metric : metric with { RowName = rowName };
    }
}
