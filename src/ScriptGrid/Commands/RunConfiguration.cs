using System.Collections.Immutable;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Commands;

/// <summary>
/// What one run takes from flags, variables and the configuration file: a script and a target that the file knows are as they are there, and others as
/// <c>serve</c> would take them from its command line.
/// </summary>
internal sealed record RunConfiguration(ScriptGridConfiguration Configuration, ScriptSpec Script, TargetSpec Target)
{
    /// <summary>What the configuration gets to see of an embedded Redis, whose port is known only once it listens.</summary>
    private const string StandIn = "redis://embedded";

    /// <summary>Loads the configuration for a script and a target as typed; null, with everything that is wrong, where there is none.</summary>
    /// <param name="settings">The other flags, and the variables.</param>
    /// <param name="script">A path, the name of a configured script, or that of a shipped collector.</param>
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

    /// <summary>The script that a path, or else a name, means; a collector has no path.</summary>
    private static ScriptSpec? Find(ScriptGridConfiguration configuration, Setting script, string workingDirectory)
    {
        bool isCollector = script.Key == Setting.Collect;
        string path = isCollector ? "" : Path.GetFullPath(script.Text, workingDirectory);
        return isCollector
            ? configuration.Scripts.FirstOrDefault(spec => spec.Path.Length == 0 && spec.Name == script.Text)
            : configuration.Scripts.FirstOrDefault(spec => spec.Path == path) ?? configuration.Scripts.FirstOrDefault(spec => spec.Name == script.Text);
    }

    /// <summary>The configured target that a URI means, with the login and the TLS that the URI asks for.</summary>
    private static TargetSpec? Find(ScriptGridConfiguration configuration, string target) =>
        RedisUri.Parse(target, out _) is { } uri && configuration.Targets.FirstOrDefault(spec => spec.Address.Equals(uri.Address)) is { } member
            ? member with { Credentials = Login(uri, member.Credentials), Tls = member.Tls ?? (uri.IsTls ? new TlsSettings() : null) }
            : null;

    /// <summary>A user without a password is the password where there is no other, as anywhere.</summary>
    private static RedisCredentials? Login(RedisUri uri, RedisCredentials? configured) => uri switch
    {
        { Password: { } password } => new RedisCredentials(uri.Username ?? configured?.Username, password),
        { Username: { } user } => configured is { Password.Length: > 0 }
            ? configured with { Username = user }
            : new RedisCredentials(configured?.Username, user),
        _ => configured,
    };
}
