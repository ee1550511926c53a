using Prometheus;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>What one instrument measured under one set of labels.</summary>
/// <param name="Child">Its place in the registry.</param>
/// <param name="Record">Takes one finite measurement, in the base unit.</param>
internal sealed record BridgedSeries(ChildBase Child, Action<double> Record);

/// <summary>A family as a registry wants it declared.</summary>
/// <param name="Name">Its name; a counter's ends in <c>_total</c>.</param>
/// <param name="Help">One line.</param>
/// <param name="Labels">Names of its labels.</param>
internal readonly record struct FamilyDeclaration(string Name, string Help, string[] Labels);
