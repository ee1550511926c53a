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

    /// <summary>Reads every TLS file of these settings, so that a missing file fails before any target is touched.</summary>
    /// <param name="naming">How series are named.</param>
    /// <param name="tls">The settings.</param>
    /// <param name="open">Reads the files of one setting.</param>
    public PlanCache(SeriesNaming naming, IEnumerable<TlsSettings?> tls, Func<TlsSettings, TlsContext> open)
    {
        _naming = naming;
        _tls = tls
            .OfType<TlsSettings>().Distinct()
            .ToDictionary(static settings => settings, open);
    }

    /// <summary>Returns the plans of a target's scripts, in the order of the scripts.</summary>
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

    /// <summary>Drops the plans that none of these targets needs. Targets that are gone may have had labels of their own.</summary>
    public void Keep(IEnumerable<TargetSpec> targets)
    {
        HashSet<(IReadOnlyList<ScriptSpec>, LabelSet, string?)> kept = [.. targets.Select(KeyOf)];
        foreach ((IReadOnlyList<ScriptSpec>, LabelSet, string?) key in _plans.Keys.Where(key => !kept.Contains(key)).ToArray())
        {
            _plans.Remove(key);
        }
    }

    /// <summary>Returns the settings of a target with their files read; null for plain TCP.</summary>
    public TlsContext? Tls(TlsSettings? settings) => settings is null ? null : _tls[settings];

    private static (IReadOnlyList<ScriptSpec>, LabelSet, string?) KeyOf(TargetSpec target) => (target.Scripts, target.Labels, target.RoleLabel);

    /// <summary>Targets with labels of their own still share the commands, because a script's text may be long.</summary>
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
