using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Owns one target: its connection, its scripts' runs and its results. As an agenda entry it is both the deadline of the current turn and the
/// target's PING timer.
/// </summary>
/// <remarks>
/// A cycle is one asynchronous flow, carried out by a <see cref="CollectionWorker"/>: it takes turns, asks, and ends them. The lock guards
/// <see cref="TargetCycle"/> and is never held while waiting. The agenda may therefore record the current turn as timed out before its flow returns.
/// </remarks>
internal sealed partial class TargetCollector : AgendaEntry, IDisposable
{
    private readonly TargetCycle _cycle; // Also the lock: a separate lock object for each target would cost memory.
    private byte[] _label;

    public TargetCollector(CollectorContext context, ScheduleWheel agenda, TargetSpec target, TlsContext? tls)
    {
        Context = context;
        Agenda = agenda;
        Link = new TargetLink(target, tls);
        _label = context.Naming.RenderTargetLabel(target.Address.Id);
        _cycle = new TargetCycle(this);
    }

    /// <summary>What all collectors share.</summary>
    public CollectorContext Context { get; private set; }

    /// <summary>The schedule in which the collector and its runs wait until they are due.</summary>
    public ScheduleWheel Agenda { get; }

    /// <summary>The target, as configured.</summary>
    public TargetSpec Target => Link.Target;

    /// <summary>The target's identity.</summary>
    public string TargetId => Target.Address.Id;

    /// <summary>The target's connection.</summary>
    public TargetLink Link { get; }

    /// <summary>The target's state, as scrapes read it.</summary>
    public TargetResults Results { get; } = new();

    /// <summary>The target's scripts, in the order of the configuration.</summary>
    public IReadOnlyList<ScriptRun> Runs => _cycle.Turns.Runs;

    /// <summary>The scripts whose results metrics pages show for each target.</summary>
    public IEnumerable<ScriptRun> ExposedRuns => Runs.Where(static run => run.Plan.Script.Expose == Exposure.All);

    /// <summary>The rendered label <c>target="…",</c> and, if the role is a label, the role.</summary>
    public ReadOnlySpan<byte> Label => _label;

    /// <summary>The time until the next run is due; <see cref="TimeSpan.MaxValue"/> if none ever is.</summary>
    public TimeSpan UntilNextRun => _cycle.Turns.NextDue is { } next ? next - Context.Clock.Now : TimeSpan.MaxValue;

    /// <inheritdoc cref="TargetTurns.HeldBackFor"/>
    public TimeSpan HeldBackFor(ScriptRun run, TimeSpan now) => _cycle.Turns.HeldBackFor(run, now);

    /// <inheritdoc cref="TargetTurns.PauseLeft"/>
    public TimeSpan PauseLeft(TimeSpan now)
    {
        lock (_cycle)
        {
            return _cycle.Turns.PauseLeft(now);
        }
    }

    /// <summary>Changes the collector to match the configuration. Connection, schedule and counters are kept if possible.</summary>
    /// <param name="context">What all collectors share.</param>
    /// <param name="target">The target.</param>
    /// <param name="tls">The TLS settings of its connections; null for plain TCP.</param>
    /// <param name="plans">The plans of its scripts.</param>
    /// <param name="before">The state that the collector before this one left, for scripts that are new here; null if there is none.</param>
    public void Update(
        CollectorContext context, TargetSpec target, TlsContext? tls, IReadOnlyList<ScriptPlan> plans, CollectorState? before = null)
    {
        lock (_cycle)
        {
            Context = context;
            Link.Update(target, tls);
            WatchRole(plans, before);
            _cycle.Turns.Update(plans, before);
            Results.IsExposed = Runs.Count == 0 || ExposedRuns.Any();
            HealthRecorder.TakeOver(this, before);
        }
    }

    /// <summary>
    /// Schedules a script's next run, and notes that the script is due. If it is still waiting or running, the slot is missed. Does nothing if the run
    /// was removed or rescheduled after the agenda had taken it.
    /// </summary>
    public void MarkDue(ScriptRun run, TimeSpan now)
    {
        lock (_cycle)
        {
            if (run.Advance(now) is { } due && !_cycle.TryMakeDue(run, due))
            {
                Context.Meter.Missed();
            }
        }
    }

    /// <summary>
    /// Runs a script now, or joins a run of it that is waiting or under way. Completes when it has ended; returns false if there will be no result.
    /// </summary>
    public async Task<bool> CollectNowAsync(ScriptRun run)
    {
        Task<bool> result;
        lock (_cycle)
        {
            if (_cycle.IsEnding || !Runs.Contains(run))
            {
                return false;
            }

            result = run.WaitAsync();
            _cycle.TryMakeDue(run, Context.Clock.Now);
        }

        Start();
        bool hasResult = await result.ConfigureAwait(false);
        AwaitRecording();
        return hasResult;
    }

    /// <summary>
    /// Queues a call, and completes when it has ended. Calls run in the order of their arrival, one by one, and before due runs; but a run that has
    /// waited long goes between two calls. No pause and no known failure holds a call back.
    /// </summary>
    public async Task<CallResult> CallAsync(ScriptCall call, CancellationToken cancellationToken)
    {
        lock (_cycle)
        {
            _cycle.Call(call);
        }

        Start();
        CallResult result = await call.WaitAsync(cancellationToken).ConfigureAwait(false);
        AwaitRecording();
        return result;
    }

    /// <summary>Sends SCRIPT KILL at once, over a separate connection. Returns null on success.</summary>
    public Task<Failure?> KillAsync() => ScriptKiller.KillAsync(Context, Link.Target, Link.Tls);

    /// <inheritdoc/>
    public override void Mark(TimeSpan now)
    {
        lock (_cycle)
        {
            _cycle.Tick(now);
        }
    }

    /// <summary>Starts a cycle if something is due and none is under way, or a probe if a reply is overdue.</summary>
    public override void Start()
    {
        bool begins, probes;
        lock (_cycle)
        {
            begins = _cycle.TryBegin();
            probes = _cycle.TryProbe();
        }

        if (begins)
        {
            Context.Workers.Run(this);
        }
        else if (probes)
        {
            _ = ProbeAsync();
        }
    }

    /// <summary>
    /// Waits until the end of the turn is fully recorded. Waiting callers are answered in the middle of that; what they read after this call is
    /// complete, including the target's state, counts and log lines.
    /// </summary>
    private void AwaitRecording()
    {
        lock (_cycle)
        {
            // The end of the turn is recorded under the lock, so it is complete once the lock is free.
        }
    }

    /// <summary>Takes no turns until <see cref="Resume"/>. What becomes due meanwhile waits; the current turn may end.</summary>
    public void Pause()
    {
        lock (_cycle)
        {
            _cycle.Pause();
        }
    }

    /// <summary>Continues after <see cref="Pause"/>, with everything that became due meanwhile.</summary>
    public void Resume()
    {
        lock (_cycle)
        {
            _cycle.Resume();
        }

        Start();
    }

    /// <summary>
    /// Starts nothing further, lets the current turn end, and stops. Then completes with the state that a collector in another process needs to
    /// continue.
    /// </summary>
    public async Task<CollectorState> FinishAsync()
    {
        Task finished;
        lock (_cycle)
        {
            finished = _cycle.FinishAsync();
        }

        await finished.ConfigureAwait(false);
        lock (_cycle)
        {
            Dispose();
            return CollectorState.Of(this);
        }
    }

    /// <summary>Stops collecting the target and closes its connection.</summary>
    public void Dispose()
    {
        lock (_cycle)
        {
            _cycle.Stop();
            Agenda.Remove(this);
            Link.Dispose();
        }
    }
}
