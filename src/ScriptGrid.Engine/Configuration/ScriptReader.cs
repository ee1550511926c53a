using System.Collections.Immutable;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A script with the places that messages about it mention.</summary>
internal sealed record ConfiguredScript(ScriptSpec Spec, Place Place, Place LabelsPlace, Place AggregatePlace)
{
    /// <summary>The metrics that it declares, with their places.</summary>
    public ImmutableArray<DeclaredMetric> Metrics { get; init; } = [];

    /// <summary>Whether the script is shipped with the program. Its user then did not choose its labels.</summary>
    public bool IsShipped { get; init; }
}

/// <summary>Reads the <c>scripts</c> list and the files that it names.</summary>
internal sealed class ScriptReader(GlobalSettings global, Problems problems)
{
    private readonly Dictionary<string, Place> _names = [];

    /// <summary>Whether two scripts may have the same name.</summary>
    public bool MayRepeatNames { get; init; }

    /// <summary>Reads one script. A script with errors is returned too, so that a group that names it causes no second error.</summary>
    public ConfiguredScript Read(SectionNode node) => Section.Read(node, problems, Read);

    private ConfiguredScript Read(Section section)
    {
        (string name, byte[] body) = ReadFile(section);
        ImmutableArray<DeclaredMetric> metrics = [.. ReadMetrics(section, body)];
        ScriptSpec script = ReadSettings(section, name) with
        {
            Path = section.FilePath("file") ?? "",
            Body = body,
            ReadOnly = section.Value("read_only", ValueKinds.ReadOnly) ?? global.ReadOnly,
            Keys = [.. (section.List("keys") ?? []).Select(static key => key.Text)],
            Metrics = [.. metrics.Select(static metric => metric.Metric)],
            KillOnTimeout = section.Value("kill_on_timeout", ValueKinds.Boolean) ?? false,
            RedisExporterCompatible = global.RedisExporterCompatible,
        };
        CheckName(section.Place, name);
        return new ConfiguredScript(script, section.Place, section.PlaceOf("labels"), section.PlaceOf("aggregate")) { Metrics = metrics };
    }

    /// <summary>Reads the settings that scripts and shipped collectors have in common.</summary>
    public ScriptSpec ReadSettings(Section section, string name)
    {
        TimeSpan interval = section.Value("interval", ValueKinds.IntervalOrNever) ?? global.Interval;
        bool onDemand = interval == Timeout.InfiniteTimeSpan;
        var script = new ScriptSpec
        {
            Name = name,
            Body = default,
            Interval = onDemand ? null : interval,
            Timeout = section.Value("timeout", ValueKinds.Duration) ?? global.Timeout,
            Expiry = section.Value("expiry", ValueKinds.Duration) ?? global.Expiry ?? 3 * (onDemand ? global.Interval : interval),
            On = section.Value("on", ValueKinds.On),
            Arguments = [.. (section.List("args") ?? []).Select(static argument => argument.Text)],
            Labels = LabelRules.Read(section, global.TargetLabel, global.RoleLabel),
            MaxBusy = section.Value("max_busy", ValueKinds.Percentage) ?? global.MaxBusy,
            MaxReplyBytes = section.Value("max_reply_bytes", ValueKinds.Count) ?? global.MaxReplyBytes,
            MaxSeries = section.Value("max_series", ValueKinds.Count) ?? global.MaxSeries,
            MaxFleetSeries = section.Value("max_fleet_series", ValueKinds.Count) ?? global.MaxFleetSeries,
        };
        script = AggregateReader.Read(section, script, global);
        WarnOfGaps(section, script);
        return script;
    }

    /// <summary>
    /// Reads the metrics that the script's text and its section declare. redis_exporter has no declarations, so its compatibility mode ignores them.
    /// </summary>
    private ImmutableArray<DeclaredMetric> ReadMetrics(Section section, byte[] body)
    {
        ImmutableArray<TextNode> listed = section.List("metrics") ?? [];
        if (global.RedisExporterCompatible)
        {
            return [];
        }

        return ReadHeader(section.FilePath("file") ?? "", body, listed);
    }

    /// <summary>Reads the metrics that a script's own text declares, and those of a list in addition.</summary>
    public ImmutableArray<DeclaredMetric> ReadHeader(string path, byte[] body, ImmutableArray<TextNode> listed)
    {
        (Place Place, string Text)[] directives =
        [
            .. ScriptDirectives.Read(body)
                .Where(comment => comment.IsLeading || WarnOfLate(path, comment.Line))
                .Select(comment => (new Place(SettingOrigin.File, path, comment.Line, ""), comment.Text)),
        ];
        ImmutableArray<DeclaredMetric> metrics =
        [
            .. directives.Where(static directive => ScriptDirectives.LineOf(directive.Text) is null)
                .Concat(listed.Select(static node => (node.Place, node.Text)))
                .SelectMany(ReadMetric),
        ];
        var declared = DeclaredRows.Of([.. metrics.Select(static metric => metric.Metric)], [], []);
        foreach ((Place place, string text) in directives)
        {
            if (ScriptDirectives.LineOf(text) is { } line && LineTemplate.Parse(line, declared, out string problem) is null)
            {
                problems.Error(place, problem);
            }
        }

        return metrics;
    }

    private IEnumerable<DeclaredMetric> ReadMetric((Place Place, string Text) declaration)
    {
        if (MetricDeclarationText.Parse(declaration.Text, out string problem) is { } metric)
        {
            yield return new DeclaredMetric(metric, declaration.Place);
        }
        else
        {
            problems.Error(declaration.Place, problem);
        }
    }

    private bool WarnOfLate(string path, int line)
    {
        problems.Warn(new Place(SettingOrigin.File, path, line, ""), "this comment comes after code and declares nothing; move it to the top of the script");
        return false;
    }

    private (string Name, byte[] Body) ReadFile(Section section)
    {
        string? name = section.Text("name", ValueKinds.ScriptName);
        if (section.FilePath("file") is not { } path)
        {
            if (section.Find("file") is null)
            {
                problems.Error(section.Place, "the script has no file; add file: with the path of its Lua text");
            }

            return (name ?? "", []);
        }

        TextNode file = section.Find("file")!;
        byte[]? body = BoundedFile.Read(path, Defaults.MaxScriptBytes, out string problem);
        if (body is null)
        {
            section.Error("file", file.Place, problem);
        }
        else if (body.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            section.Error("file", file.Place, $"{path} is empty");
        }

        return (name ?? (global.RedisExporterCompatible ? file.Text : Path.GetFileName(path)), body ?? []);
    }

    /// <summary>Reports an error if another script or collector has the same name.</summary>
    public void CheckName(Place place, string name)
    {
        if (!MayRepeatNames && name.Length > 0 && !_names.TryAdd(name, place))
        {
            problems.Error(place, $"script {name} is configured twice, first at {_names[name]}; give one of them another name");
        }
    }

    private void WarnOfGaps(Section section, ScriptSpec script)
    {
        if (script.Expiry < script.Interval)
        {
            problems.Warn(
                section.Place,
                $"script {script.Name} expires after {PrometheusDuration.Format(script.Expiry)} but runs every " +
                $"{PrometheusDuration.Format(script.Interval.Value)}, so its series come and go; raise expiry");
        }
    }
}
