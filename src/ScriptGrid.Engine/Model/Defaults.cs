namespace ScriptGrid.Engine.Model;

/// <summary>Defaults and bounds that several types share.</summary>
internal static class Defaults
{
    /// <summary>The length of the longest script, in bytes.</summary>
    public const int MaxScriptBytes = 1024 * 1024;

    /// <summary>The length of the longest reply of a script that is read, in bytes.</summary>
    public const int MaxReplyBytes = 1024 * 1024;

    /// <summary>The most values that a script may return.</summary>
    public const int MaxSeries = 10_000;

    /// <summary>Name of the label that holds a target's identity.</summary>
    public const string TargetLabel = "target";

    /// <summary>Prefix of the metrics about targets.</summary>
    public const string Namespace = "redis";

    /// <summary>The time from one run of a script to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection is kept before its host's name is looked up again.</summary>
    public static readonly TimeSpan MaxConnectionAge = TimeSpan.FromMinutes(5);

    /// <summary>How long a run, or opening a connection, may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>The same in the redis_exporter compatibility mode: there, scripts may take that long.</summary>
    public static readonly TimeSpan RedisExporterTimeout = TimeSpan.FromSeconds(15);
}
