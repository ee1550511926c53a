using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Everything about a script that is the same for every target of a group, prepared once: its settings, its commands, and its rendered labels.
/// </summary>
internal sealed class ScriptPlan
{
    /// <summary>Creates the plan of a script whose values are not exposed.</summary>
    public ScriptPlan(ScriptSpec script, LabelSet targetLabels)
        : this(script, new ScriptCommands(script), DeclaredRows.None, targetLabels)
    {
    }

    public ScriptPlan(ScriptSpec script, ScriptCommands commands, DeclaredRows declared, LabelSet targetLabels)
    {
        Script = script;
        Commands = commands;
        Configured = targetLabels.With(script.Labels);
        Labels = new ScriptLabels(RenderWithFilename(script, Configured), RenderConfigured(Configured));
        Scope = new RollupScope(script, Configured);
        Declared = declared;
    }

    private ScriptPlan(ScriptPlan plan, ScriptCommands commands) =>
        (Script, Commands, Configured, Labels, Scope, Declared) = (plan.Script, commands, plan.Configured, plan.Labels, plan.Scope, plan.Declared);

    /// <summary>The script's settings.</summary>
    public ScriptSpec Script { get; }

    /// <summary>The commands that run it.</summary>
    public ScriptCommands Commands { get; }

    /// <summary>The labels that the configuration adds to the script's series.</summary>
    public LabelSet Configured { get; }

    /// <summary>The rendered labels of its series.</summary>
    public ScriptLabels Labels { get; }

    /// <summary>The scope under which rollups merge its values.</summary>
    public RollupScope Scope { get; }

    /// <summary>The rows that the script may return.</summary>
    public DeclaredRows Declared { get; }

    /// <summary>Returns a plan for the same script with other KEYS and ARGV.</summary>
    public ScriptPlan With(IReadOnlyCollection<ReadOnlyMemory<byte>> keys, IReadOnlyCollection<ReadOnlyMemory<byte>> arguments) =>
        new(this, Commands.With(keys, arguments));

    private static byte[] RenderWithFilename(ScriptSpec script, LabelSet labels)
    {
        var buffer = new ExpositionBuffer();
        buffer.AppendLabel("filename", script.Name);
        foreach ((string name, string value) in labels.Labels)
        {
            buffer.Append((byte)',');
            buffer.AppendLabel(name, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] RenderConfigured(LabelSet labels)
    {
        var buffer = new ExpositionBuffer();
        foreach ((string name, string value) in labels.Labels)
        {
            buffer.AppendLabel(name, value);
            buffer.Append((byte)',');
        }

        return buffer.WrittenSpan.ToArray();
    }
}
