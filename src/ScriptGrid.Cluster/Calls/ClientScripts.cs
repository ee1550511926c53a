using System.Collections.Immutable;
using System.Text;
using ScriptGrid.Client;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Calls;

/// <summary>The scripts of one target that clients can call: the configured ones, and those that clients registered.</summary>
internal sealed class ClientScripts
{
    private const int MaxRegistered = 100;
    private const int MaxNameLength = 200;

    private ImmutableSortedDictionary<string, ScriptPlan> _registered = ImmutableSortedDictionary.Create<string, ScriptPlan>(StringComparer.Ordinal);

    /// <summary>Returns the plan of a script, or null if no script has this name. A configured script takes precedence over a registered one.</summary>
    public ScriptPlan? Find(IReadOnlyList<ScriptRun> configured, string name) =>
        configured.FirstOrDefault(run => run.Plan.Script.Name == name)?.Plan ?? _registered.GetValueOrDefault(name);

    /// <summary>Returns all scripts: first the configured ones in their order, then the registered ones by name.</summary>
    public ImmutableArray<KnownScript> All(IReadOnlyList<ScriptRun> configured) =>
    [
        .. configured.Select(static run => new KnownScript(run.Plan, IsRegistered: false)),
        .. _registered.Values
            .Where(plan => !configured.Any(run => run.Plan.Script.Name == plan.Script.Name))
            .Select(static plan => new KnownScript(plan, IsRegistered: true)),
    ];

    /// <summary>Returns why a script may not be registered under a name, or null if it may.</summary>
    public Refusal? RefuseName(IReadOnlyList<ScriptRun> configured, string name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxNameLength)
        {
            return new Refusal(CallStatus.InvalidArgument, $"a script's name must have 1 to {MaxNameLength} characters");
        }

        if (configured.Any(run => run.Plan.Script.Name == name))
        {
            return new Refusal(CallStatus.NotAllowed, $"{name} is configured, and clients cannot replace it");
        }

        return _registered.Count >= MaxRegistered && !_registered.ContainsKey(name)
            ? new Refusal(CallStatus.NotAllowed, $"the target keeps {MaxRegistered} registered scripts already")
            : null;
    }

    /// <summary>Returns why a text cannot be a script, or null if its length is valid.</summary>
    public static Refusal? RefuseBody(string lua) => Refusal.Invalid(CallChecks.Body(lua));

    /// <summary>
    /// Keeps a registered script; it replaces an earlier one of the same name. Returns why it may no longer be registered, if others were registered, or the
    /// configuration changed, while the server loaded it.
    /// </summary>
    public Refusal? Keep(IReadOnlyList<ScriptRun> configured, ScriptPlan plan)
    {
        Refusal? refusal = RefuseName(configured, plan.Script.Name);
        if (refusal is null)
        {
            _registered = _registered.SetItem(plan.Script.Name, plan);
        }

        return refusal;
    }

    /// <summary>Makes the plan of a client's script: it has no interval, runs only when called, and uses the global timeout.</summary>
    public static ScriptPlan Plan(string name, string lua, ReadOnlyMode readOnly, bool isAdHoc, TimeSpan timeout) => new(
        new ScriptSpec
        {
            Name = name,
            Body = Encoding.UTF8.GetBytes(lua),
            Interval = null,
            Timeout = timeout,
            ReadOnly = readOnly,
            IsAdHoc = isAdHoc,
        },
        LabelSet.Empty);
}
