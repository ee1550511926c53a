using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Owns one target: its connection, its scripts' runs and its results. As an entry of its agenda it is the deadline of what is under way, and its
/// own PING timer.
/// </summary>
/// <remarks>
/// A cycle is one flow, carried out by a <see cref="CollectionWorker"/>: it takes turns, asks, ends them. The lock guards <see cref="TargetCycle"/>
/// and is never held while waiting; the agenda may record the turn under way as timed out before its flow comes back.
/// </remarks>
internal sealed partial class TargetCollector : AgendaEntry, IDisposable
{
    private readonly TargetCycle _cycle; // and the lock: another object for each target would cost memory
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

    /// <summary>Where it and its runs wait until they are due.</summary>
    public ScheduleWheel Agenda { get; }

    /// <summary>The target, as configured.</summary>
    public TargetSpec Target => Link.Target;

    /// <summary>The target's identity.</summary>
    public string TargetId => Target.Address.Id;

    /// <summary>The target's connection.</summary>
    public TargetLink Link { get; }

    /// <summary>Whether the target answers, as scrapes read it.</summary>
    public TargetResults Results { get; } = new();

    /// <summary>The target's scripts, in configured order.</summary>
    public IReadOnlyList<ScriptRun> Runs => _cycle.Turns.Runs;

    /// <summary>Those whose results metrics pages show for each target.</summary>
    public IEnumerable<ScriptRun> ExposedRuns => Runs.Where(static run => run.Plan.Script.Expose == Exposure.All);

    /// <summary><c>target="…",</c> as it is written, and the role where that is a label.</summary>
    public ReadOnlySpan<byte> Label => _label;

    /// <summary>When a turn last ended, in time since the engine's start.</summary>
    public TimeSpan LastActivity => _cycle.LastActivity;

    /// <summary>How long until a run is due; the longest time where none ever is.</summary>
    public TimeSpan UntilNextRun => _cycle.Turns.NextDue is { } next ? next - Context.Clock.Now : TimeSpan.MaxValue;

    /// <summary>Makes the collector what the configuration says. Connection, schedule and counters stay where they can.</summary>
    /// <param name="context">What all collectors share.</param>
    /// <param name="target">The target.</param>
    /// <param name="tls">How it speaks TLS; null is plain TCP.</param>
    /// <param name="plans">Its scripts.</param>
    /// <param name="before">What a collector in another process left of new scripts' runs; null where there was none.</param>
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

    /// <summary>Notes that a script is due. A slot that comes while the script still waits or runs is passed over.</summary>
    public void MarkDue(ScriptRun run, TimeSpan due)
    {
        lock (_cycle)
        {
            if (!_cycle.TryMakeDue(run, due))
            {
                Context.Meter.Missed();
            }
        }
    }

    /// <summary>Runs a script now; completes when it has a result. Joins a run of it that is waiting or under way.</summary>
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
    /// Queues a call; completes when it has ended. Calls are carried out in the order in which they came, none joined with another, and before runs
    /// that are due, of which one that has waited for long goes between two calls. No pause and no known failure holds a call back.
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

    /// <summary>Sends SCRIPT KILL at once, over a connection of its own. Null is success.</summary>
    public Task<Failure?> KillAsync() => ScriptKiller.KillAsync(Context, Link.Target, Link.Tls);

    /// <inheritdoc/>
    public override void Mark(TimeSpan now)
    {
        lock (_cycle)
        {
            _cycle.Tick(now);
        }
    }

    /// <summary>Starts a cycle where something is due and none is under way, or a probe where a reply is overdue.</summary>
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

    /// <summary>How the target and its scripts fare, all at one moment.</summary>
    public TargetStatus Describe()
    {
        lock (_cycle)
        {
            return new TargetStatus(TargetId, Target.Labels, Results.State, Owner: null, [.. Runs.Select(static run => run.Describe())])
            {
                Role = Role,
                Source = Target.Source,
                Failure = Results.Failure,
            };
        }
    }

    /// <summary>What queries look at.</summary>
    public TargetGlance Glance(TargetSort? sort)
    {
        if (sort is not (null or TargetSort.Target or TargetSort.State))
        {
            return TargetGlance.Of(Describe(), sort);
        }

        lock (_cycle)
        {
            bool hasFailing = false;
            ReasonSet reasons = ReasonSet.Of(Results.Failure);
            for (int i = 0; i < Runs.Count; i++)
            {
                if (Runs[i] is { IsSkipped: false, History.LastResult: ScriptResult.Failed } failed)
                {
                    hasFailing = true;
                    reasons = reasons.With(failed.LastFailure);
                }
            }

            TargetConditions condition = TargetCondition.Of(Results.State, hasFailing);
            return new TargetGlance(TargetId, Target.Labels, ScriptNames.Of(Target.Scripts), condition, reasons, sort == TargetSort.State ? (double)condition : 0)
            {
                Source = Target.Source,
            };
        }
    }

    /// <summary>The same with the lines that expose each script's values.</summary>
    public TargetReading Read()
    {
        lock (_cycle)
        {
            TimeSpan now = Context.Clock.Now;
            return new TargetReading(Describe(), [.. Runs.Select(run => LinesOf(run, now))]);
        }
    }

    /// <summary>All that is known of the target, all at one moment.</summary>
    public TargetReport Report()
    {
        lock (_cycle)
        {
            TimeSpan now = Context.Clock.Now;
            return new TargetReport(Describe(), Link.ServerVersion?.ToString(), [.. Runs.Select(run => ScriptReports.Of(run, Label.Length, now, Context.Clock.Origin))]);
        }
    }

    /// <summary>
    /// Those who wait are answered in the midst of a turn's end. What they read after this has all of it: the target's state, counts and log lines too.
    /// </summary>
    private void AwaitRecording()
    {
        lock (_cycle)
        {
            // The turn's end is recorded under the lock, so it is over by now.
        }
    }

    private ScriptLines LinesOf(ScriptRun run, TimeSpan now) => new(
        run.Results.CopyLines(TargetFamilies.Values, now),
        run.Results.CopyLinesAfter(TargetFamilies.Errors, now),
        Label.Length + run.Plan.Labels.Configured.Length);

    /// <summary>Takes no turns until it is resumed; what becomes due meanwhile waits, and the turn under way may end.</summary>
    public void Pause()
    {
        lock (_cycle)
        {
            _cycle.Pause();
        }
    }

    /// <summary>Goes on where it was paused, with what became due meanwhile.</summary>
    public void Resume()
    {
        lock (_cycle)
        {
            _cycle.Resume();
        }

        Start();
    }

    /// <summary>
    /// Starts nothing more, lets the turn under way end, and stops. Completes then, with what a collector in another process needs to go on.
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
