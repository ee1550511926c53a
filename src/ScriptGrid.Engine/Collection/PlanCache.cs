using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>Prepares each script, and each set of TLS files, once for all targets that share it.</summary>
internal sealed class PlanCache
{
    private readonly Dictionary<(IReadOnlyList<ScriptSpec> Scripts, LabelSet Labels), ScriptPlan[]> _plans = [];
    private readonly Dictionary<TlsSettings, TlsContext> _tls;

    /// <summary>Reads every TLS file that these targets need, so that a missing one fails before any target is touched.</summary>
    public PlanCache(IEnumerable<TargetSpec> targets) => _tls = targets
        .Select(static target => target.Tls).OfType<TlsSettings>().Distinct()
        .ToDictionary(static settings => settings, static settings => new TlsContext(settings));

    /// <summary>The plans of a target's scripts, in their order.</summary>
    public IReadOnlyList<ScriptPlan> For(TargetSpec target)
    {
        (IReadOnlyList<ScriptSpec>, LabelSet) key = (target.Scripts, target.Labels);
        if (!_plans.TryGetValue(key, out ScriptPlan[]? plans))
        {
            plans = [.. target.Scripts.Select(script => new ScriptPlan(script, target.Labels))];
            _plans.Add(key, plans);
        }

        return plans;
    }

    /// <summary>The settings of one of the targets with their files read; null for plain TCP.</summary>
    public TlsContext? Tls(TlsSettings? settings) => settings is null ? null : _tls[settings];
}
