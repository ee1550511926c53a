using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Where a setting was written. Of one setting in several places the first of these wins.</summary>
public enum SettingOrigin
{
    /// <summary>A flag of the command line.</summary>
    Flag,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>The configuration file.</summary>
    File,
}

/// <summary>One setting from the command line or the environment, as text: it lays itself over a key of the configuration file.</summary>
/// <param name="Key">The key it overrides, such as <c>global.interval</c>; or <c>config_file</c>, <c>script</c>, <c>target</c>, <c>is_cluster</c>, <c>collect</c>.</param>
/// <param name="Text">The value as typed.</param>
/// <param name="Source">What messages call it: <c>--interval</c>, or <c>SCRIPTGRID_INTERVAL</c>.</param>
/// <param name="Origin">Whether <paramref name="Source"/> is a flag or a variable.</param>
public sealed record Setting(string Key, string Text, string Source, SettingOrigin Origin = SettingOrigin.Flag)
{
    /// <summary>Key of the configuration file's path.</summary>
    public const string ConfigFile = "config_file";

    /// <summary>Key of a script's path; may be given several times.</summary>
    public const string Script = "script";

    /// <summary>Key of a target's URI; may be given several times.</summary>
    public const string Target = "target";

    /// <summary>Key of what says that targets are seeds of a Redis Cluster, whose nodes are the targets.</summary>
    public const string IsCluster = "is_cluster";

    /// <summary>Key of a shipped collector's name; may be given several times.</summary>
    public const string Collect = "collect";

    /// <summary>Key of what sets nothing: its <see cref="Note"/> is all there is.</summary>
    public const string Nothing = "nothing";

    /// <summary>
    /// For a name that only redis_exporter knows, what to do instead, as "use --target"; null for ScriptGrid's own. Such a flag is an error, and
    /// such a variable is ignored, unless compatibility with redis_exporter is on.
    /// </summary>
    public string? Instead { get; init; }

    /// <summary>What is said of it; null says nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whether <see cref="Note"/> is an error, rather than a warning.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The source, and never the value, which may be a password.</summary>
    public override string ToString() => Source;
}

/// <summary>All that the command line and the environment set. Each key has one value, except scripts, targets and collectors.</summary>
public sealed record CommandLineSettings
{
    /// <summary>Nothing is set.</summary>
    public static CommandLineSettings None { get; } = new();

    /// <summary>The settings, flags before variables.</summary>
    public ImmutableArray<Setting> Settings { get; init; } = [];

    /// <summary>The directory that relative paths in <see cref="Settings"/> start from. Default: the process's at start.</summary>
    public string WorkingDirectory { get; init; } = CurrentDirectory();

    /// <summary>The variables that values of the configuration file may refer to. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Absolute paths do without the directory, which may be gone.</summary>
    private static string CurrentDirectory()
    {
        try
        {
            return Directory.GetCurrentDirectory();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "/(deleted)";
        }
    }
}
