using System.Collections.Concurrent;
using System.Diagnostics;

namespace ScriptGrid.Testing;

/// <summary>Records the spans of a trace. It starts the trace, whose root span is the test.</summary>
public sealed class SpanRecorder : IDisposable
{
    private const string RootName = "ScriptGrid.Testing";

    private static readonly ActivitySource Root = new(RootName);

    private readonly ConcurrentQueue<Activity> _all = new();
    private readonly ActivityListener _listener;
    private readonly Activity _root;

    /// <param name="sources">The sources to listen to.</param>
    public SpanRecorder(params string[] sources)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RootName || sources.Contains(source.Name),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _all.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _root = Root.StartActivity("test")!;
    }

    /// <summary>The ended spans of all traces.</summary>
    public IReadOnlyList<Activity> All => [.. _all];

    /// <summary>The ended spans of this trace.</summary>
    public IReadOnlyList<Activity> OfThisTrace => [.. _all.Where(span => span.TraceId == _root.TraceId)];

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _listener.Dispose();
    }
}
