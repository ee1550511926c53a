using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <content>The target's role in replication: read ahead of what depends on it, and what follows where it changes.</content>
internal sealed partial class TargetCollector
{
    /// <summary>Null where nothing depends on the role, and it costs nothing.</summary>
    private RoleWatch? _roles;

    /// <summary>The role that the server last told; null where it is not known, nobody asks for it, or the target is down and has failed in the eyes of others.</summary>
    public ServerRole? Role => Target.HasFailed && Results.State == TargetState.Down ? null : _roles?.Role;

    /// <summary>Whether the role is a label of the target's series.</summary>
    private bool IsRoleLabelled => Context.Naming.RoleLabelOf(Target) is not null;

    /// <summary>Whether a run depends on the role; a PING, where the run is null, gives way to reading it where it can be read.</summary>
    public bool DependsOnRole(ScriptRun? run) => _roles is not null && (IsRoleLabelled || run?.Plan.Script.On is not null);

    /// <summary>The role as of when the run became due, or later; the server is asked for it where it was not since, as anything is asked in a turn.</summary>
    public async ValueTask<RoleReading> ReadRoleAsync(ScriptRun? run, RedisExchange exchange)
    {
        RoleWatch roles = _roles ?? new RoleWatch();
        TimeSpan askedAt = Context.Clock.Now;
        if (roles.ReadSince(run?.DueSince ?? askedAt, Link) is { } known)
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

    /// <summary>Whether the target is known to have another role than those that the script runs on.</summary>
    public bool RulesOut(ScriptRun run) => run.Plan.Script.On is { } wanted && _roles?.Role is { } role && role != wanted;

    /// <summary>
    /// Takes note of the role, under the lock. Where it changed, the series of the target have it at once, and those of scripts that do not run here any more go.
    /// A target that does not answer keeps the role that it had, unless it is said to have failed.
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

    /// <summary>Keeps the role for what depends on it from now on.</summary>
    private void WatchRole(IReadOnlyList<ScriptPlan> plans, CollectorState? before)
    {
        _roles = !IsRoleLabelled && !plans.Any(static plan => plan.Script.On is not null)
            ? null
            : _roles ?? new RoleWatch { Role = before?.Role };
        UseLabel();
    }

    /// <summary>Takes the label of now, where it is another, and puts it on what there is. Under the lock.</summary>
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
