using System.Collections.Immutable;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>How a target and its scripts fare, and what they gave.</summary>
/// <param name="Status">How they fare.</param>
/// <param name="Lines">The lines that expose what each script gave, in their order; none once expired. Nothing else keeps the values.</param>
internal sealed record TargetReading(TargetStatus Status, IReadOnlyList<ScriptLines> Lines)
{
    /// <summary>
    /// What each of its scripts gave, read back from the lines: values by key, and those of declared metrics by their series, such as
    /// <c>mail_queue_length{queue="sms"}</c>, without what the configuration adds.
    /// </summary>
    public IEnumerable<ImmutableArray<KeyedValue>> Values => Lines.Select(static lines =>
        ExposedValues.Parse(lines.Values).AddRange(ExposedValues.ParseDeclared(lines.Declared, lines.AddedLabels)));
}

/// <summary>The lines that expose what one script gave.</summary>
/// <param name="Values">Those of its keys.</param>
/// <param name="Declared">Those of the metrics that it declares.</param>
/// <param name="AddedLabels">How many bytes of each of these are labels that the configuration adds.</param>
internal readonly record struct ScriptLines(byte[] Values, byte[] Declared, int AddedLabels);
