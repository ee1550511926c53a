using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Reads <c>target_groups</c>. User, password and TLS are looked up one by one, the most specific place first: URI, group, global.
/// </summary>
internal sealed class TargetGroupReader(
    GlobalSettings global, IReadOnlyList<ConfiguredScript> scripts, SecretReader secrets, Problems problems)
{
    private readonly IReadOnlyList<ScriptSpec> _allScripts = [.. scripts.Select(static script => script.Spec)];
    private readonly Dictionary<TargetAddress, Place> _seen = [];

    /// <summary>Whether any group so far listed targets, good or bad, or was in error because it did not.</summary>
    public bool HasSeenTargets { get; private set; }

    /// <summary>The targets of one group; those that cannot be parsed or occurred before are left out.</summary>
    public IReadOnlyList<TargetSpec> Read(SectionNode node) => Section.Read(node, problems, Read);

    private IReadOnlyList<TargetSpec> Read(Section section)
    {
        ImmutableArray<TextNode>? targets = section.List("targets")?.RemoveAll(static target => target.Text.Length == 0);
        if (!section.Has("targets"))
        {
            problems.Error(section.Place, "the group has no targets; add targets: [redis://host:port]");
        }

        HasSeenTargets |= targets is not [];
        LabelSet labels = LabelRules.Read(section, global.TargetLabel, global.RoleLabel);
        ImmutableArray<ConfiguredScript>? chosen = ChooseScripts(section);
        CheckLabels(section, labels, chosen ?? [.. scripts]);
        var group = new GroupSettings(
            section.Text("username"),
            secrets.ReadPassword(section),
            TlsReader.Read(section) ?? global.Tls,
            GreetingReader.Read(section, global.Greeting),
            global.Labels.With(labels),
            chosen is null ? _allScripts : [.. chosen.Value.Select(static script => script.Spec)]);
        return [.. (targets ?? []).Select(target => Read(section, target, group)).OfType<TargetSpec>()];
    }

    private TargetSpec? Read(Section section, TextNode target, GroupSettings group)
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

        bool isPasswordAlone = IsPasswordAlone(uri, group);
        if (isPasswordAlone || uri.Password is not null)
        {
            SecretReader.WarnOfCommandLine(problems, target.Place);
        }

        return new TargetSpec
        {
            Address = uri.Address,
            Credentials = isPasswordAlone ? new RedisCredentials(Username(group), uri.Username!) : Credentials(uri, group),
            Tls = uri.Address.IsUnixSocket ? null : group.Tls ?? (uri.IsTls ? global.RedissTls : null),
            Greeting = group.Greeting,
            Labels = group.Labels,
            Scripts = group.Scripts,
        };
    }

    /// <summary>
    /// Whether a URI's lone user part is the password, as redis-cli has it. Where another place holds a password for the target, it is the user.
    /// </summary>
    private bool IsPasswordAlone(RedisUri uri, GroupSettings group) =>
        uri is { Username: not null, Password: null }
        && (group.Password ?? global.Password) is not { Text.Length: > 0 }
        && global.RedisExporterPasswords?.Find(uri, uri.Username) is null;

    private RedisCredentials? Credentials(RedisUri uri, GroupSettings group)
    {
        string? username = uri.Username ?? Username(group);
        if (uri.Password is null && global.RedisExporterPasswords?.Find(uri, username) is { } listed)
        {
            return RedisExporterPasswords.Credentials(username, listed);
        }

        Secret? password = uri.Password is null ? group.Password ?? global.Password : new Secret(uri.Password, null);
        return username is null && password is not { Text.Length: > 0 }
            ? null
            : new RedisCredentials(username, password?.Text ?? "") { PasswordFile = password?.File };
    }

    /// <summary>An empty user or password is none, and stands before that of a wider section like any other.</summary>
    private string? Username(GroupSettings group) => (group.Username ?? global.Username) is { Length: > 0 } username ? username : null;

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

    /// <summary>A group's or a script's label wins over a global one; between group and script neither is more specific.</summary>
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

    /// <summary>What the targets of a group share.</summary>
    private sealed record GroupSettings(
        string? Username, Secret? Password, TlsSettings? Tls, Greeting Greeting, LabelSet Labels, IReadOnlyList<ScriptSpec> Scripts);
}
