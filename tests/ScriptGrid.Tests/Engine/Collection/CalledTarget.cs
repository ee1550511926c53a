using System.Text;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>The collector of one target in real time, with a wheel of its own, for callers.</summary>
internal sealed class CalledTarget : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly CollectorSet _set;
    private readonly Task _turning;

    private CalledTarget(ScriptGridConfiguration configuration)
    {
        _set = new CollectorSet(TimeProvider.System, new ListLogger(), static () => [], static () => { }, Metrics);
        _set.Use(configuration);
        var wheel = new ScheduleWheel(_set.Context.Clock);
        _turning = wheel.RunAsync(static () => true, _stop.Token);
        Collector = _set.Create(configuration.Targets[0], wheel);
    }

    public TargetCollector Collector { get; }

    public OwnMetrics Metrics { get; } = new();

    /// <summary>Starts to collect the target.</summary>
    public static CalledTarget Start(string uri, params ScriptSpec[] scripts) =>
        new(RunningFleet.Configure(RunningFleet.Target(uri, scripts)) with { Interval = TimeSpan.FromHours(1) });

    /// <summary>Calls one of its scripts with these KEYS and ARGV.</summary>
    public Task<CallResult> CallAsync(string script, string[]? keys = null, params string[] arguments) =>
        CallAsync(ScriptCall.Run(Plan(script).With(Bytes(keys ?? []), Bytes(arguments))));

    /// <summary>Calls.</summary>
    public Task<CallResult> CallAsync(ScriptCall call) => Collector.CallAsync(call, CancellationToken.None).WaitAsync(Limit);

    public ScriptPlan Plan(string script) => Collector.Runs.Single(run => run.Plan.Script.Name == script).Plan;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Collector.Dispose();
        await _stop.CancelAsync();
        await _turning;
        Metrics.Dispose();
        _stop.Dispose();
    }

    private static ReadOnlyMemory<byte>[] Bytes(string[] words) =>
        [.. words.Select(static word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];
}
