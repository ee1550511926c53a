using Prometheus;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>One series of an instrument: its measurements with one set of labels.</summary>
/// <param name="Child">The series in the registry.</param>
/// <param name="Record">Records one finite measurement, in the base unit.</param>
internal sealed record BridgedSeries(ChildBase Child, Action<double> Record);

/// <summary>A family as a registry needs it declared.</summary>
/// <param name="Name">Its name; a counter's ends in <c>_total</c>.</param>
/// <param name="Help">The help text, in one line.</param>
/// <param name="Labels">Names of its labels.</param>
internal readonly record struct FamilyDeclaration(string Name, string Help, string[] Labels);
