using System.Collections.Immutable;
using System.Globalization;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads <c>target_groups</c>.</summary>
internal sealed class TargetGroupReader(
    GlobalSettings global, IReadOnlyList<ConfiguredScript> scripts, CollectorReader collectors, SecretReader secrets, Problems problems)
{
    private readonly ImmutableArray<ConfiguredScript> _collectors = collectors.ReadGlobal();
    private readonly List<ConfiguredScript> _ofGroups = [];
    private IReadOnlyList<ScriptSpec>? _ofAll;
    private readonly Dictionary<TargetAddress, Place> _seen = [];
    private readonly Dictionary<string, Place> _names = new(StringComparer.Ordinal);
    private int _groups;

    /// <summary>Whether any group so far listed targets, valid or not, or was reported because it has none.</summary>
    public bool HasSeenTargets { get; private set; }

    /// <summary>The shipped collectors that run anywhere: first those of every target, then those of groups.</summary>
    public ImmutableArray<ConfiguredScript> Collectors => [.. _collectors, .. _ofGroups];

    /// <summary>Whether any collector was configured so far, valid or not.</summary>
    public bool HasSeenCollectors { get; private set; } = !global.Collectors.IsEmpty;

    /// <summary>Reads one group. Targets that are invalid, or were listed before, are left out.</summary>
    public TargetGroup Read(SectionNode node) => Section.Read(node, problems, Read);

    private TargetGroup Read(Section section)
    {
        ImmutableArray<TextNode>? targets = section.List("targets")?.RemoveAll(static target => target.Text.Length == 0);
        bool hasSource = SourceReader.HasAny(section);
        if (!section.Has("targets") && !hasSource)
        {
            problems.Error(section.Place, "the group has no targets; add targets: [redis://host:port]");
        }

        HasSeenTargets |= hasSource || targets is not [];
        string? roleLabel = LabelRules.ReadRole(section, global.TargetLabel);
        LabelSet labels = LabelRules.Read(section, global.TargetLabel, roleLabel ?? global.RoleLabel);
        ImmutableArray<ConfiguredScript>? chosen = ChooseScripts(section);
        ImmutableArray<ConfiguredScript> own = collectors.ReadGroup(section, chosen ?? [.. scripts]);
        ImmutableArray<ConfiguredScript> running =
        [
            .. chosen ?? [.. scripts], .. _collectors.Where(collector => own.All(other => other.Spec.Name != collector.Spec.Name)), .. own,
        ];
        _ofGroups.AddRange(own);
        HasSeenCollectors |= !section.IsEmptyList(CollectorReader.Key);
        CheckLabels(section, labels, running);
        CheckRoleLabel(section, roleLabel, running);
        string name = ReadName(section);
        var template = new TargetTemplate(global)
        {
            Group = name,
            Username = section.TextOrBlank("username"),
            Password = secrets.ReadPassword(section),
            CredentialsFile = CredentialsFile.Read(section) ?? global.CredentialsFile,
            Tls = TlsReader.AtLeast(TlsReader.Read(section), global.TlsMinVersion) ?? global.Tls,
            Greeting = GreetingReader.Read(section, global.Greeting, global.RedisExporterCompatible),
            Labels = global.Labels.With(labels),
            RoleLabel = roleLabel,
            Scripts = chosen is null && own.IsEmpty ? _ofAll ??= SpecsOf(running) : SpecsOf(running),
        };
        var group = new TargetGroup
        {
            Name = name,
            Targets = [.. (targets ?? []).Select(target => Read(section, target, template)).OfType<TargetSpec>()],
            Sources = SourceReader.Read(section, secrets, template),
            Relabel = RelabelReader.Read(section),
            Allow = AllowList.Read(section),
            Template = template,
        };
        CheckSources(section, group, hasSource);
        if (section.Has("tls") && !hasSource && group.Targets is not [] && group.Targets.All(static target => target.Address.IsUnixSocket))
        {
            section.Error("tls", section.PlaceOf("tls"), "it has no effect, because Unix sockets do not use TLS; remove it");
        }

        return group;
    }

    /// <summary>Reads the group's name. Without one it is the group's position in the file, so that groups of flags do not rename it.</summary>
    private string ReadName(Section section)
    {
        _groups += section.Place.Origin == SettingOrigin.File ? 1 : 0;
        string name = section.Text("name", ValueKinds.ScriptName)
            ?? (section.Place.Origin == SettingOrigin.File ? _groups.ToString(CultureInfo.InvariantCulture) : section.Place.Source);
        Place place = section.PlaceOf("name");
        if (!_names.TryAdd(name, place))
        {
            section.Error("name", place, $"another group is named {name} ({_names[name]}); rename one");
        }

        return name;
    }

    private void CheckSources(Section section, TargetGroup group, bool hasSource)
    {
        foreach (string key in new[] { RelabelReader.Key, AllowList.Key }.Where(key => !hasSource && section.Has(key)))
        {
            section.Error(key, section.PlaceOf(key), "it applies only to found targets, and the group has no source; leave it out");
        }

        foreach (SourceSettings source in group.Sources.Where(source => !source.IsOfFiles && group.Allow is null && group.Template.HasCredentials))
        {
            problems.Warn(
                section.PlaceOf(source.Kind),
                $"{source.Kind}: the targets that it finds get no credentials, because allow is missing; add allow: [10.0.0.0/8, \"*.redis.internal\"]");
        }
    }

    private TargetSpec? Read(Section section, TextNode target, TargetTemplate template)
    {
        if (RedisUri.Parse(target.Text, out string error) is not { } uri)
        {
            section.Error("targets", target.Place, error);
            return null;
        }

        if (!_seen.TryAdd(uri.Address, target.Place))
        {
            section.Error("targets", target.Place, $"{uri.Address} is configured twice, first at {_seen[uri.Address]}; keep one");
            return null;
        }

        if (uri.Password is not null || template.IsPasswordAlone(uri))
        {
            SecretReader.WarnOfCommandLine(problems, target.Place);
        }

        return template.Make(uri);
    }

    private static IReadOnlyList<ScriptSpec> SpecsOf(ImmutableArray<ConfiguredScript> scripts) => [.. scripts.Select(static script => script.Spec)];

    private ImmutableArray<ConfiguredScript>? ChooseScripts(Section section)
    {
        if (section.List("scripts") is not { } names)
        {
            return null;
        }

        List<ConfiguredScript> chosen = [];
        foreach (TextNode name in names)
        {
            if (scripts.FirstOrDefault(script => script.Spec.Name == name.Text) is not { } script)
            {
                string hint = NearestName.Hint(name.Text, scripts.Select(static script => script.Spec.Name));
                section.Error("scripts", name.Place, $"no script is named {name.Text}{hint}");
            }
            else if (chosen.Contains(script))
            {
                section.Error("scripts", name.Place, $"{name.Text} is listed twice; keep one");
            }
            else
            {
                chosen.Add(script);
            }
        }

        return [.. chosen];
    }

    /// <summary>Checks that the configuration does not add the role label for another purpose.</summary>
    private void CheckRoleLabel(Section section, string? roleLabel, ImmutableArray<ConfiguredScript> scripts)
    {
        if (roleLabel is null)
        {
            return;
        }

        string? owner = global.Labels.Contains(roleLabel) ? "global"
            : scripts.FirstOrDefault(script => script.Spec.Labels.Contains(roleLabel)) is { } script ? $"script {script.Spec.Name} ({script.LabelsPlace}), which runs here"
            : null;
        if (owner is not null)
        {
            section.Error("role_label", section.PlaceOf("role_label"), $"{roleLabel} is also a label of {owner}; rename one");
        }
    }

    /// <summary>
    /// Checks the group's labels. A label of a group or a script overrides a global one, but between a group and a script neither is more specific.
    /// </summary>
    private static void CheckLabels(Section section, LabelSet labels, ImmutableArray<ConfiguredScript> scripts)
    {
        foreach (ConfiguredScript script in scripts)
        {
            foreach ((string name, _) in labels.Labels)
            {
                if (script.Spec.Labels.Contains(name))
                {
                    string where = $"script {script.Spec.Name} ({script.LabelsPlace})";
                    section.Error("labels", section.PlaceOf("labels"), $"{name} is also a label of {where}, which runs here; rename one");
                }
            }
        }
    }
}
