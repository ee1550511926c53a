using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Calls;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Targets;

/// <content>The calls of clients.</content>
internal sealed partial class TargetGrain : ITargetGrain
{
    private const string AdHocName = "(ad hoc)";

    /// <summary>The scripts that clients can call. Needs <see cref="Collector"/>.</summary>
    private ClientScripts Scripts => _holding!.Scripts;

    /// <inheritdoc/>
    public Task<TargetSnapshot?> GetSnapshotAsync(CancellationToken cancellationToken)
    {
        if (Reach() is { } collector)
        {
            return Task.FromResult<TargetSnapshot?>(Snapshots.Of(collector, SiloView.NameOf(services.View.Self)));
        }

        Refusal missing = Missing();
        return missing.Status == CallStatus.UnknownTarget
            ? Task.FromResult<TargetSnapshot?>(null)
            : throw new TimeoutException($"The snapshot of {Target} cannot be read now: {missing.Message}; ask again.");
    }

    /// <inheritdoc/>
    public async Task<ScriptOutcome> RunAsync(
        string script, ImmutableArray<ScriptArgument> keys, ImmutableArray<ScriptArgument> arguments, CancellationToken cancellationToken)
    {
        if (!TryReach(out TargetCollector? collector, out Refusal? refusal) || !TryFind(collector, script, out ScriptPlan? plan, out refusal))
        {
            return Outcomes.Script(refusal);
        }

        if (Refusal.Invalid(CallChecks.Arguments(keys, arguments)) is { } refused)
        {
            return Outcomes.Script(refused);
        }

        return Outcomes.Script(await collector.CallAsync(ScriptCall.Run(plan.With(Bytes(keys), Bytes(arguments))), cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<LoadOutcome> RegisterAsync(string name, string lua, CancellationToken cancellationToken)
    {
        if (!TryReach(out TargetCollector? collector, out Refusal? refusal))
        {
            return Outcomes.Load(refusal);
        }

        ClientScripts scripts = Scripts;
        if ((scripts.RefuseName(collector.Runs, name) ?? ClientScripts.RefuseBody(lua)) is { } refused)
        {
            return Outcomes.Load(refused);
        }

        ScriptPlan plan = ClientScripts.Plan(name, lua, ReadOnlyMode.Required, isAdHoc: false, collector.Context.Timeout);
        LoadOutcome outcome = await LoadAsync(collector, plan, cancellationToken);
        return outcome.IsDone && scripts.Keep(collector.Runs, plan) is { } late ? Outcomes.Load(late) : outcome;
    }

    /// <inheritdoc/>
    public async Task<LoadOutcome> LoadAsync(string script, CancellationToken cancellationToken) =>
        !TryReach(out TargetCollector? collector, out Refusal? refusal) || !TryFind(collector, script, out ScriptPlan? plan, out refusal)
            ? Outcomes.Load(refusal)
            : await LoadAsync(collector, plan, cancellationToken);

    /// <inheritdoc/>
    public async Task<ExistsOutcome> ExistsAsync(CancellationToken cancellationToken)
    {
        if (!TryReach(out TargetCollector? collector, out Refusal? refusal))
        {
            return Outcomes.Exists(refusal);
        }

        ImmutableArray<KnownScript> scripts = Scripts.All(collector.Runs);
        return scripts.IsEmpty
            ? new ExistsOutcome { Status = CallStatus.Done }
            : Outcomes.Exists(await collector.CallAsync(
                ScriptCall.Exists(scripts.Select(static script => script.Plan), collector.Context.Timeout), cancellationToken), scripts);
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> FlushAsync(CancellationToken cancellationToken) =>
        TryReach(out TargetCollector? collector, out Refusal? refusal)
            ? Outcomes.Command(await collector.CallAsync(ScriptCall.Flush(collector.Context.Timeout), cancellationToken))
            : Outcomes.Command(refusal);

    /// <inheritdoc/>
    public async Task<CommandOutcome> KillAsync(CancellationToken cancellationToken) =>
        TryReach(out TargetCollector? collector, out Refusal? refusal)
            ? Outcomes.Command(await collector.KillAsync().WaitAsync(cancellationToken))
            : Outcomes.Command(refusal);

    /// <inheritdoc/>
    public async Task<ScriptOutcome> EvalAsync(
        string lua,
        ImmutableArray<ScriptArgument> keys,
        ImmutableArray<ScriptArgument> arguments,
        bool readOnly,
        CancellationToken cancellationToken)
    {
        if (!TryReach(out TargetCollector? collector, out Refusal? refusal))
        {
            return Outcomes.Script(refusal);
        }

        Refusal? refused = services.AllowsAdHocEval
            ? ClientScripts.RefuseBody(lua) ?? Refusal.Invalid(CallChecks.Arguments(keys, arguments))
            : Refusal.NoAdHocEval;
        if (refused is not null)
        {
            return Outcomes.Script(refused);
        }

        ReadOnlyMode mode = readOnly ? ReadOnlyMode.Required : ReadOnlyMode.Off;
        ScriptPlan plan = ClientScripts.Plan(AdHocName, lua, mode, isAdHoc: true, collector.Context.Timeout);
        return Outcomes.Script(await collector.CallAsync(ScriptCall.Run(plan.With(Bytes(keys), Bytes(arguments))), cancellationToken));
    }

    private static async Task<LoadOutcome> LoadAsync(TargetCollector collector, ScriptPlan plan, CancellationToken cancellationToken) =>
        Outcomes.Load(await collector.CallAsync(ScriptCall.Load(plan, collector.Context.Timeout), cancellationToken), plan.Commands.Sha1);

    private static ReadOnlyMemory<byte>[] Bytes(ImmutableArray<ScriptArgument> arguments) =>
        arguments.IsDefaultOrEmpty ? [] : [.. arguments.Select(static argument => argument.Bytes)];

    /// <summary>
    /// Returns the collector. If the activation did not find its target in the catalogue, it looks again, and deactivates if the target is still missing.
    /// </summary>
    private TargetCollector? Reach()
    {
        if (Collector is null)
        {
            TakeUp();
        }

        if (Collector is null)
        {
            GoUnlessExpected();
        }

        return Collector;
    }

    private bool TryReach([NotNullWhen(true)] out TargetCollector? collector, [NotNullWhen(false)] out Refusal? refusal)
    {
        collector = Reach();
        refusal = (collector, services.Gate.IsOpen) switch
        {
            (null, _) => Missing(),
            (_, false) => Refusal.Stalled,
            _ => null,
        };
        return refusal is null;
    }

    /// <summary>Returns why there is no collector. Only a catalogue without the target makes it an unknown one.</summary>
    private Refusal Missing() =>
        Held.Catalogue.Find(Target) is not null ? Refusal.ChangesHands
        : IsExpected ? Refusal.NoCatalogue
        : Refusal.UnknownTarget(Target);

    private bool TryFind(
        TargetCollector collector, string script, [NotNullWhen(true)] out ScriptPlan? plan, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = Refusal.Invalid(CallChecks.Name(script));
        plan = refusal is null ? Scripts.Find(collector.Runs, script) : null;
        refusal ??= plan is null ? Refusal.UnknownScript(Target, script) : null;
        return plan is not null;
    }
}
