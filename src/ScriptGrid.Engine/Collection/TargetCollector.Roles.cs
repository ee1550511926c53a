using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <content>The target's role in replication: it is read before a turn that depends on it, and a change of role takes effect at once.</content>
internal sealed partial class TargetCollector
{
    /// <summary>Null if nothing depends on the role; then it costs nothing.</summary>
    private RoleWatch? _roles;

    /// <summary>
    /// The role that the server last reported. Null if it is unknown, if nothing depends on it, or if the target is down and its source reports
    /// it as failed.
    /// </summary>
    public ServerRole? Role => Target.HasFailed && Results.State == TargetState.Down ? null : _roles?.Role;

    /// <summary>Whether the target's series have the role as a label.</summary>
    private bool IsRoleLabelled => Context.Naming.RoleLabelOf(Target) is not null;

    /// <summary>Whether a turn depends on the role. A null run is a PING, which reading the role replaces if the role can be read.</summary>
    public bool DependsOnRole(ScriptRun? run) => _roles is not null && (IsRoleLabelled || run?.Plan.Script.On is not null);

    /// <summary>
    /// Returns the role as of the time when the run became due, or later. Asks the server, as any turn does, if the role has not been read since
    /// then.
    /// </summary>
    public async ValueTask<RoleReading> ReadRoleAsync(ScriptRun? run, RedisExchange exchange)
    {
        RoleWatch roles = _roles ?? new RoleWatch();
        TimeSpan askedAt = Context.Clock.Now;
        if (roles.ReadSince(run?.DueSince ?? askedAt, askedAt, Link) is { } known)
        {
            return known;
        }

        RoleReading reading = await RoleReader.ReadAsync(command => AskAsync(command, exchange), exchange, roles.Refusal(Link)).ConfigureAwait(false);
        roles.Note(reading, askedAt, Link);
        return reading;
    }

    /// <inheritdoc cref="TargetCycle.TakeRole"/>
    public bool TakeRole(ScriptRun? run, RoleReading reading)
    {
        reading = reading.Failure is { } failure ? reading with { Failure = Masked(failure) } : reading;
        lock (_cycle)
        {
            return _cycle.TakeRole(run, reading);
        }
    }

    /// <summary>Whether the target is known to have another role than the script requires.</summary>
    public bool RulesOut(ScriptRun run) => run.Plan.Script.On is { } wanted && _roles?.Role is { } role && role != wanted;

    /// <summary>
    /// Records the role, under the lock. If it changed, the target's series get the new label at once, and the series of scripts that no longer run
    /// here are removed. A target that does not answer keeps its role, unless it is reported as failed.
    /// </summary>
    public void NoteRole(in RoleReading reading)
    {
        if (_roles is not { } roles || reading is { Role: null, IsRefused: false })
        {
            return;
        }

        if (reading.Role != roles.Role)
        {
            ChangeRole(roles, reading.Role);
        }

        if (IsRoleLabelled && reading.Failure is { } failure && !roles.IsGapTold)
        {
            roles.IsGapTold = true;
            Log.RoleUnknown(Context.Logger, TargetId, Context.Naming.RoleLabelOf(Target)!, failure.Message);
        }
    }

    /// <summary>Starts or stops keeping the role, depending on whether anything needs it.</summary>
    private void WatchRole(IReadOnlyList<ScriptPlan> plans, CollectorState? before)
    {
        _roles = !IsRoleLabelled && !plans.Any(static plan => plan.Script.On is not null)
            ? null
            : _roles ?? new RoleWatch { Role = before?.Role };
        UseLabel();
    }

    /// <summary>Renders the current label and, if it changed, puts it on the existing results. Called under the lock.</summary>
    public void UseLabel()
    {
        byte[] label = Context.Naming.RenderTargetLabel(Target, Role);
        byte[] before = _label;
        if (label.AsSpan().SequenceEqual(before))
        {
            return;
        }

        _label = label;
        foreach (ScriptRun run in Runs)
        {
            run.Results.Relabel(before, label);
        }
    }

    private void ChangeRole(RoleWatch roles, ServerRole? role)
    {
        if (roles.Role is not null && role is { } other)
        {
            Log.RoleChanged(Context.Logger, TargetId, ServerRoles.NameOf(other));
        }

        (roles.Role, roles.IsGapTold) = (role, false);
        foreach (ScriptRun run in Runs.Where(RulesOut))
        {
            run.Skip();
        }

        HealthRecorder.RenderState(this);
    }

    private async ValueTask<Failure?> AskAsync(byte[] command, RedisExchange exchange)
    {
        var told = Conversation.Begin(this, plan: null, command);
        Failure? failure = await Link.AskAsync(Context, plan: null, command, exchange).ConfigureAwait(false);
        if (failure is not null && Link.MayAskAgain(plan: null, failure))
        {
            failure = await Link.AskAgainAsync(Context, plan: null, command, failure, exchange).ConfigureAwait(false);
        }

        told?.End(failure, failure is null ? exchange.Reply : []);
        return failure;
    }
}
