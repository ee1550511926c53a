using System.Collections.Immutable;
using ScriptGrid.Engine.Configuration.Access;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Builds configurations from the command line, the environment and the configuration file. Each load reads every file anew: configuration, scripts,
/// passwords and certificates.
/// </summary>
/// <param name="settings">The settings of the command line and the environment, which are fixed for the life of the process.</param>
public sealed class ConfigurationLoader(CommandLineSettings settings)
{
    private const int MaxConfigurationBytes = 16 * 1024 * 1024;
    private const string RedisExporterDefaultTarget = "redis://localhost:6379";

    private readonly SecretReader _secrets = new(settings.Environment);

    /// <summary>
    /// Whether the configuration is for a silo. It may then lack scripts and targets, because a silo gets those of its cluster, and must not name a
    /// shard. Default: false.
    /// </summary>
    public bool ForSilo { get; init; }

    /// <summary>
    /// Whether the configuration serves another purpose than collecting. It may then lack scripts and targets, its shard is ignored, and a script of
    /// the command line may have the same name as another. Default: false.
    /// </summary>
    internal bool IsPartial { get; init; }

    /// <summary>
    /// Judges the connection string of a membership store: returns what is wrong with it, as the rest of a sentence that quotes nothing of it, or null. The
    /// libraries that read such strings are not known here. By default nothing is wrong with any.
    /// </summary>
    internal Func<ClusterMembership, string, string?> ConnectionProblem { get; init; } = static (_, _) => null;

    /// <summary>Called with each key that readers look for, including those of the web configuration file; usually null.</summary>
    internal Action<KeyRead>? Reads { get; init; }

    /// <summary>Loads the current configuration; returns it, or all its errors.</summary>
    public ConfigurationResult Load()
    {
        var problems = new Problems { Reads = Reads };
        SectionNode? file = ReadFile(problems);
        SectionNode tree = SettingsTree.Over(file, settings, problems);
        ScriptGridConfiguration? configuration = file is null ? null : Section.Read(tree, problems, section => Read(section, problems));
        ImmutableArray<ScriptSpec> scripts = [.. (configuration?.Scripts ?? []).Where(static script => !script.Body.IsEmpty)];
        return problems.HasErrors
            ? new ConfigurationResult
            {
                Errors = problems.Errors(),
                HasErrorsOfCommandLine = problems.HasErrorsOfCommandLine,
                Warnings = problems.Warnings(),
                Scripts = scripts,
            }
            : new ConfigurationResult
            {
                Configuration = configuration! with
                {
                    Warnings = problems.Warnings(),
                    WrittenAt = WrittenAt(scripts),
                    Shown = ShownConfiguration.Of(tree, ConfigFile is { } shown ? Path.GetFullPath(shown.Text, settings.WorkingDirectory) : null),
                },
                Warnings = problems.Warnings(),
                Scripts = scripts,
            };
    }

    private Setting? ConfigFile => settings.Settings.FirstOrDefault(static setting => setting.Key == Setting.ConfigFile);

    private DateTimeOffset? WrittenAt(IEnumerable<ScriptSpec> scripts)
    {
        IEnumerable<string> paths = scripts.Select(static script => script.Path).Where(static path => path.Length > 0);
        return ConfigFile is { } file
            ? paths.Append(Path.GetFullPath(file.Text, settings.WorkingDirectory)).Max(BoundedFile.WrittenAt)
            : paths.Max(BoundedFile.WrittenAt);
    }

    private SectionNode? ReadFile(Problems problems)
    {
        if (ConfigFile is not { } path)
        {
            return new SectionNode(new Place(SettingOrigin.Flag, "scriptgrid", 0, settings.WorkingDirectory), []);
        }

        var place = new Place(path.Origin, path.Source, 0, settings.WorkingDirectory);
        if (!ValueKinds.Path.Parse(path.Text, out _))
        {
            problems.Error(place, ValueKinds.Path.Problem(path.Text));
            return null;
        }

        string fullPath = Path.GetFullPath(path.Text, settings.WorkingDirectory);
        if (BoundedFile.Read(fullPath, MaxConfigurationBytes, out string problem) is { } bytes && Utf8Text.Decode(bytes, fullPath, out problem) is { } text)
        {
            return YamlReader.Read(text, path.Text, Path.GetDirectoryName(fullPath)!, settings.Environment, problems);
        }

        problems.Error(place, problem);
        return null;
    }

    private ScriptGridConfiguration Read(Section section, Problems problems)
    {
        GlobalSettings global = section.Child("global", ReadGlobal) ?? new GlobalSettings();
        WebSettings web = section.Child("web", web => ReadWeb(web, global.RedisExporterCompatible)) ?? new WebSettings();
        var scriptReader = new ScriptReader(global, problems) { MayRepeatNames = IsPartial };
        ImmutableArray<ConfiguredScript> scripts = [.. section.Sections("scripts").Select(scriptReader.Read)];
        var collectorReader = new CollectorReader(global, scriptReader, problems);
        var groupReader = new TargetGroupReader(global, scripts, collectorReader, _secrets, problems);
        ImmutableArray<TargetGroup> groups = [.. TargetGroups(section, global, web).Select(groupReader.Read)];
        ImmutableArray<ConfiguredScript> running = [.. scripts, .. groupReader.Collectors];
        var metricRules = new MetricRules(global, problems);
        metricRules.Check(running);
        metricRules.Check(groups, running);
        var rollupRules = new RollupRules(global, problems);
        rollupRules.Check(running);
        rollupRules.Check(groups, running);
        bool isGroupsListBad = groups.IsEmpty && !section.IsEmptyList("target_groups");
        if (!IsPartial)
        {
            var given = new GivenParts(
                Scripts: !section.IsEmptyList("scripts") || groupReader.HasSeenCollectors,
                Targets: groupReader.HasSeenTargets || isGroupsListBad,
                ScrapeTargets: web.Scrape && (web.ScrapeAnyTarget || global.RedisExporterPasswords is { IsEmpty: false }));
            Completeness.Check(section, global, given, ForSilo);
            Completeness.WarnOfUnusedScripts(scripts, groups, problems);
        }

        Shard shard = IsPartial ? Shard.Whole : global.Shard;
        groups = [.. groups.Select(group => group with { Targets = group.Targets.RemoveAll(target => !shard.Contains(target.Address)) })];
        return new ScriptGridConfiguration
        {
            Interval = global.Interval,
            Timeout = global.Timeout,
            MaxConnectionAge = global.MaxConnectionAge,
            TargetLabel = global.TargetLabel,
            RoleLabel = global.RoleLabel,
            Namespace = global.Namespace,
            MaxPageSeries = global.MaxPageSeries,
            RedisExporterCompatible = global.RedisExporterCompatible,
            Scripts = [.. running.Select(static script => script.Spec)],
            AskableCollectors = web.Scrape ? collectorReader.ReadAskable() : [],
            Shard = shard,
            Groups = groups,
            Targets = [.. groups.SelectMany(static group => group.Targets)],
            Web = web,
            ScrapeTargets = new ScrapeTargets
            {
                Named = global.RedisExporterPasswords,
                Username = global.Username,
                Tls = global.RedissTls,
            },
            Log = section.Child("log", ReadLog) ?? new LogSettings(),
            Otlp = OtlpReader.Read(section),
            Cluster = ClusterReader.Read(section, web, _secrets, ConnectionProblem),
        };
    }

    private GlobalSettings ReadGlobal(Section section)
    {
        GlobalSettings global = GlobalSettings.Read(section, _secrets);
        if (ForSilo && global.Shard != Shard.Whole)
        {
            section.Error(
                "shard", section.PlaceOf("shard"), "the silos of a cluster share its targets by themselves; leave it out, or use scriptgrid serve");
        }

        return global;
    }

    private static WebSettings ReadWeb(Section section, bool isRedisExporterCompatible)
    {
        var defaults = new WebSettings();
        string? external = section.Text("external_url", ValueKinds.ExternalUrl);
        var web = new WebSettings
        {
            ListenAddress = section.Text("listen_address", ValueKinds.ListenAddress) ?? defaults.ListenAddress,
            TelemetryPath = section.Text("telemetry_path", ValueKinds.TelemetryPath) ?? defaults.TelemetryPath,
            ExternalUrl = external,
            RoutePrefix = section.Text("route_prefix", ValueKinds.RoutePrefix) ?? (external is null ? defaults.RoutePrefix : WebPaths.PrefixOf(external)),
            Scrape = section.Value("scrape", ValueKinds.Boolean) ?? defaults.Scrape,
            History = section.Value("history", ValueKinds.Boolean) ?? defaults.History,
            ScrapeAnyTarget = section.Value("scrape_any_target", ValueKinds.Boolean) ?? defaults.ScrapeAnyTarget,
            Access = WebAccessSettings.Read(section, isRedisExporterCompatible),
        };
        if (web is { Scrape: false, ScrapeAnyTarget: true } && section.AreBeside("scrape", "scrape_any_target"))
        {
            section.Error("scrape_any_target", section.PlaceOf("scrape_any_target"), "it has no effect, because /scrape is not served; keep one of the two");
        }

        WebAccessContent content = WebAccessContent.Read(web.Access, section.Problems);
        content.CheckAdmins(web.Access, section.Problems);
        return web with { AccessContent = content };
    }

    private static LogSettings ReadLog(Section section)
    {
        var defaults = new LogSettings();
        return new LogSettings
        {
            Level = section.Value("level", ValueKinds.Level) ?? defaults.Level,
            Json = section.Value("format", ValueKinds.LogFormat) ?? defaults.Json,
        };
    }

    /// <summary>Returns the target groups. Like redis_exporter, compatibility mode collects the Redis on this machine if no target is named.</summary>
    private ImmutableArray<SectionNode> TargetGroups(Section section, GlobalSettings global, WebSettings web)
    {
        ImmutableArray<SectionNode> groups = [.. section.Sections("target_groups")];
        Place? cluster = settings.Settings.FirstOrDefault(static setting => setting.Key == Setting.IsCluster) is { } isCluster
            ? new Place(isCluster.Origin, isCluster.Source, 0, settings.WorkingDirectory)
            : null;
        if (cluster is { } source && !groups.IsEmpty && settings.Settings.All(static setting => setting.Key != Setting.Target))
        {
            section.Problems.Warn(source, "it applies only to targets on the command line, and there are none; name the seeds under redis_cluster in the configuration file");
        }

        if (!groups.IsEmpty || !global.RedisExporterCompatible || web is { Scrape: true, ScrapeAnyTarget: true } || ForSilo || IsPartial)
        {
            return groups;
        }

        var place = new Place(SettingOrigin.Flag, "--redis.addr", 0, "");
        return [SettingsTree.GroupOf(place, [new TextNode(place, RedisExporterDefaultTarget)], cluster)];
    }
}
