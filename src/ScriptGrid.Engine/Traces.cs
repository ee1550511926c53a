using System.Diagnostics;

namespace ScriptGrid.Engine;

/// <summary>Spans for requested work: calls, scrapes and reloads. Scheduled work has no spans. Names and tags are a contract.</summary>
internal static class Traces
{
    /// <summary>The name of the activity source.</summary>
    public const string SourceName = "ScriptGrid";

    /// <summary>Tag: the target's identity.</summary>
    public const string TargetTag = "scriptgrid.target";

    /// <summary>Tag: the script's name.</summary>
    public const string ScriptTag = "scriptgrid.script";

    /// <summary>Tag: how the work ended.</summary>
    public const string StatusTag = "scriptgrid.status";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether there is a listener.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Begins a span; null if no listener wants it.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>Sets how the work ended; for a failure, also the error message.</summary>
    public static void End(this Activity? span, string status, bool isFailure, string message)
    {
        span?.SetTag(StatusTag, status);
        if (isFailure)
        {
            span?.SetStatus(ActivityStatusCode.Error, message);
        }
    }
}
