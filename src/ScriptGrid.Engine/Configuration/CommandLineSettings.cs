using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Where a setting was written. If it was written in several places, the first of these applies.</summary>
public enum SettingOrigin
{
    /// <summary>A command-line flag.</summary>
    Flag,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>The configuration file.</summary>
    File,
}

/// <summary>One setting from the command line or the environment, as text. It overrides a key of the configuration file.</summary>
/// <param name="Key">The key it overrides, for example <c>global.interval</c>; or <c>config_file</c>, <c>script</c>, <c>target</c>, <c>is_cluster</c>,
/// <c>collect</c>.</param>
/// <param name="Text">The value as typed.</param>
/// <param name="Source">Its name in messages: <c>--interval</c>, or <c>SCRIPTGRID_INTERVAL</c>.</param>
/// <param name="Origin">Whether <paramref name="Source"/> is a flag or a variable.</param>
public sealed record Setting(string Key, string Text, string Source, SettingOrigin Origin = SettingOrigin.Flag)
{
    /// <summary>The key of the configuration file's path.</summary>
    public const string ConfigFile = "config_file";

    /// <summary>The key of a script's path; may occur several times.</summary>
    public const string Script = "script";

    /// <summary>The key of a target's URI; may occur several times.</summary>
    public const string Target = "target";

    /// <summary>The key of the setting that makes the targets seeds of a Redis Cluster, whose nodes are the actual targets.</summary>
    public const string IsCluster = "is_cluster";

    /// <summary>The key of a shipped collector's name; may occur several times.</summary>
    public const string Collect = "collect";

    /// <summary>The key of a setting that changes nothing and only has a <see cref="Note"/>.</summary>
    public const string Nothing = "nothing";

    /// <summary>
    /// For a name that only redis_exporter knows: what to do instead, for example "use --target". Null for ScriptGrid's own names. Unless
    /// compatibility with redis_exporter is on, such a flag is an error and such a variable is ignored.
    /// </summary>
    public string? Instead { get; init; }

    /// <summary>A message about the setting; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>Whether <see cref="Note"/> is an error, rather than a warning.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The source, never the value, which may be a password.</summary>
    public override string ToString() => Source;
}

/// <summary>All settings of the command line and the environment. Each key has one value, except scripts, targets and collectors.</summary>
public sealed record CommandLineSettings
{
    /// <summary>The empty set of settings.</summary>
    public static CommandLineSettings None { get; } = new();

    /// <summary>The settings, flags before variables.</summary>
    public ImmutableArray<Setting> Settings { get; init; } = [];

    /// <summary>The directory to which relative paths in <see cref="Settings"/> refer. Default: the current directory of the process.</summary>
    public string WorkingDirectory { get; init; } = CurrentDirectory();

    /// <summary>The environment variables to which values in the configuration file may refer. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The current directory may have been deleted. Absolute paths still work without it.</summary>
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
