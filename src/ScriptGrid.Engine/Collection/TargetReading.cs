using System.Collections.Immutable;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>The status of a target and its scripts, with the lines that expose the scripts' values.</summary>
/// <param name="Status">The status.</param>
/// <param name="Lines">The lines of each script, in the order of the scripts; empty once expired. Nothing else keeps the values.</param>
internal sealed record TargetReading(TargetStatus Status, IReadOnlyList<ScriptLines> Lines)
{
    /// <summary>
    /// The values of each script, parsed from the lines: by key, or for declared metrics by series, for example
    /// <c>mail_queue_length{queue="sms"}</c>. Labels that the configuration adds are left out.
    /// </summary>
    public IEnumerable<ImmutableArray<KeyedValue>> Values => Lines.Select(static lines =>
        ExposedValues.Parse(lines.Values).AddRange(ExposedValues.ParseDeclared(lines.Declared, lines.AddedLabels)));
}

/// <summary>The lines that expose the values of one script.</summary>
/// <param name="Values">The lines of its keys.</param>
/// <param name="Declared">The lines of the metrics that it declares.</param>
/// <param name="AddedLabels">The length in bytes of the labels that each line of <paramref name="Declared"/> has besides its own.</param>
internal readonly record struct ScriptLines(byte[] Values, byte[] Declared, int AddedLabels);
