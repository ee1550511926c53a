using System.Collections.Immutable;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Commands;

/// <summary>
/// The configuration of one run, from flags, variables and the configuration file. A script and a target that the file knows keep the settings that they have
/// there. Others get the settings that <c>serve</c> would give them if its command line named them.
/// </summary>
internal sealed record RunConfiguration(ScriptGridConfiguration Configuration, ScriptSpec Script, TargetSpec Target)
{
    /// <summary>The target in the configuration for an embedded Redis, whose port is known only once it listens.</summary>
    private const string StandIn = "redis://embedded";

    /// <summary>Loads the configuration for the given script and target. Returns null, with all errors, if there is none.</summary>
    /// <param name="settings">The other flags, and the variables.</param>
    /// <param name="script">A path, the name of a configured script, or the name of a shipped collector.</param>
    /// <param name="target">A URI; null or empty for an embedded Redis.</param>
    /// <param name="errors">One line for each mistake.</param>
    public static RunConfiguration? Load(CommandLineSettings settings, Setting script, string? target, out ImmutableArray<string> errors)
    {
        ConfigurationResult known = Load(settings, []);
        errors = known.Errors;
        if (!known.IsValid)
        {
            return null;
        }

        ScriptSpec? configured = Find(known.Configuration, script, settings.WorkingDirectory);
        TargetSpec? member = string.IsNullOrEmpty(target) ? null : Find(known.Configuration, target);
        Setting[] others =
        [
            .. configured is null ? [script] : Array.Empty<Setting>(),
            .. member is null ? [new Setting(Setting.Target, string.IsNullOrEmpty(target) ? StandIn : target, "--target")] : Array.Empty<Setting>(),
        ];
        ConfigurationResult loaded = others is [] ? known : Load(settings, others);
        errors = loaded.Errors;
        return loaded.IsValid
            ? new RunConfiguration(loaded.Configuration, configured ?? Find(loaded.Configuration, script, settings.WorkingDirectory)!, member ?? loaded.Configuration.Targets[0])
            : null;
    }

    private static ConfigurationResult Load(CommandLineSettings settings, Setting[] others) =>
        new ConfigurationLoader(settings with { Settings = [.. others, .. settings.Settings] }) { IsPartial = true }.Load();

    /// <summary>Finds the configured script with this path, or else with this name. A collector has no path.</summary>
    private static ScriptSpec? Find(ScriptGridConfiguration configuration, Setting script, string workingDirectory)
    {
        bool isCollector = script.Key == Setting.Collect;
        string path = isCollector ? "" : Path.GetFullPath(script.Text, workingDirectory);
        return isCollector
            ? configuration.Scripts.FirstOrDefault(spec => spec.Path.Length == 0 && spec.Name == script.Text)
            : configuration.Scripts.FirstOrDefault(spec => spec.Path == path) ?? configuration.Scripts.FirstOrDefault(spec => spec.Name == script.Text);
    }

    /// <summary>Finds the configured target for a URI, and applies the login and the TLS of the URI to it.</summary>
    private static TargetSpec? Find(ScriptGridConfiguration configuration, string target)
    {
        if (RedisUri.Parse(target, out _) is not { } uri)
        {
            return null;
        }

        foreach (TargetGroup group in configuration.Groups)
        {
            if (group.Targets.FirstOrDefault(spec => spec.Address.Equals(uri.Address)) is { } listed)
            {
                TargetSpec written = group.Template.Make(uri);
                return listed with { Credentials = Login(uri, written.Credentials, listed.Credentials, group.Template), Tls = listed.Tls ?? written.Tls };
            }
        }

        return null;
    }

    /// <summary>Returns the login of a URI as its group completes it. What neither gives is that of the URI in the configuration.</summary>
    private static RedisCredentials? Login(RedisUri uri, RedisCredentials? written, RedisCredentials? listed, TargetTemplate group) => uri switch
    {
        { Username: null, Password: null } => listed,
        { Username: null } => written is null ? null : written with { Username = listed?.Username },
        _ when group.IsPasswordAlone(uri) && listed is { Password.Length: > 0 } => listed with { Username = uri.Username },
        _ => written,
    };
}
