using System.Collections.Immutable;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>How a target and its scripts fare, and what they gave.</summary>
/// <param name="Status">How they fare.</param>
/// <param name="Lines">The lines that expose each script's values, in their order; none once expired. Nothing else keeps the values.</param>
internal sealed record TargetReading(TargetStatus Status, IReadOnlyList<byte[]> Lines)
{
    /// <summary>The values of each of its scripts, read back from the lines.</summary>
    public IEnumerable<ImmutableArray<KeyedValue>> Values => Lines.Select(static lines => ExposedValues.Parse(lines));
}
