using System.Diagnostics;

namespace ScriptGrid.Engine;

/// <summary>Spans of what somebody asked for: calls, scrapes, reloads. What runs on schedule has none. Names and tags are a contract.</summary>
internal static class Traces
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "ScriptGrid";

    /// <summary>Tag: the target's identity.</summary>
    public const string TargetTag = "scriptgrid.target";

    /// <summary>Tag: the script's name.</summary>
    public const string ScriptTag = "scriptgrid.script";

    /// <summary>Tag: how it ended.</summary>
    public const string StatusTag = "scriptgrid.status";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Begins a span; null where nobody wants it.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>Says how it ended, where it is a failure, and why.</summary>
    public static void End(this Activity? span, string status, bool isFailure, string message)
    {
        span?.SetTag(StatusTag, status);
        if (isFailure)
        {
            span?.SetStatus(ActivityStatusCode.Error, message);
        }
    }
}
