using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Collection;

/// <summary>Prepares each script, and each set of TLS files, once for all targets that share it.</summary>
internal sealed class PlanCache
{
    private readonly Dictionary<(IReadOnlyList<ScriptSpec> Scripts, LabelSet Labels, string? RoleLabel), ScriptPlan[]> _plans = [];
    private readonly Dictionary<ScriptSpec, ScriptCommands> _commands = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(ScriptSpec Script, string Taken), DeclaredRows> _rows = [];
    private readonly Dictionary<TlsSettings, TlsContext> _tls;
    private readonly SeriesNaming _naming;

    /// <summary>Reads every TLS file of these settings, so that a missing one fails before any target is touched.</summary>
    /// <param name="naming">How series are named.</param>
    /// <param name="tls">The settings.</param>
    /// <param name="open">Reads the files of one of them.</param>
    public PlanCache(SeriesNaming naming, IEnumerable<TlsSettings?> tls, Func<TlsSettings, TlsContext> open)
    {
        _naming = naming;
        _tls = tls
            .OfType<TlsSettings>().Distinct()
            .ToDictionary(static settings => settings, open);
    }

    /// <summary>The plans of a target's scripts, in their order.</summary>
    public IReadOnlyList<ScriptPlan> For(TargetSpec target)
    {
        (IReadOnlyList<ScriptSpec>, LabelSet, string?) key = KeyOf(target);
        if (!_plans.TryGetValue(key, out ScriptPlan[]? plans))
        {
            plans = [.. target.Scripts.Select(script => new ScriptPlan(script, CommandsOf(script), RowsOf(script, target), target.Labels))];
            _plans.Add(key, plans);
        }

        return plans;
    }

    /// <summary>Forgets the plans of targets that are gone, which may have had labels of their own.</summary>
    public void Keep(IEnumerable<TargetSpec> targets)
    {
        HashSet<(IReadOnlyList<ScriptSpec>, LabelSet, string?)> kept = [.. targets.Select(KeyOf)];
        foreach ((IReadOnlyList<ScriptSpec>, LabelSet, string?) key in _plans.Keys.Where(key => !kept.Contains(key)).ToArray())
        {
            _plans.Remove(key);
        }
    }

    /// <summary>The settings of one of the targets with their files read; null for plain TCP.</summary>
    public TlsContext? Tls(TlsSettings? settings) => settings is null ? null : _tls[settings];

    private static (IReadOnlyList<ScriptSpec>, LabelSet, string?) KeyOf(TargetSpec target) => (target.Scripts, target.Labels, target.RoleLabel);

    /// <summary>Targets with labels of their own share the rest: a script's text may be long.</summary>
    private ScriptCommands CommandsOf(ScriptSpec script)
    {
        if (!_commands.TryGetValue(script, out ScriptCommands? commands))
        {
            commands = new ScriptCommands(script);
            _commands.Add(script, commands);
        }

        return commands;
    }

    private DeclaredRows RowsOf(ScriptSpec script, TargetSpec target)
    {
        (ScriptSpec, string) key = (script, string.Join(',', _naming.TakenOf(script, target)));
        if (!_rows.TryGetValue(key, out DeclaredRows? rows))
        {
            rows = _naming.RowsOf(script, target);
            _rows.Add(key, rows);
        }

        return rows;
    }
}
