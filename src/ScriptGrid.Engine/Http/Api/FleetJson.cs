using System.Text.Json.Serialization;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The fleet at a glance.</summary>
/// <param name="Total">The number of targets.</param>
/// <param name="Matches">The number of targets that match.</param>
/// <param name="States">The number of matches in each condition.</param>
/// <param name="Reasons">The number of matches that are down, or have a script that fails, by reason.</param>
/// <param name="Scripts">The names of the scripts that run on targets.</param>
/// <param name="Sources">The names of the sources that found targets.</param>
/// <param name="Owners">The silos that collect targets.</param>
/// <param name="Labels">The labels that targets have, and the first hundred values of each.</param>
/// <param name="Cells">A letter for each target that matches, by identity: <c>o</c> for ok, <c>f</c> for failing, <c>d</c> for down, <c>p</c> for pending.</param>
/// <param name="Missing">What is missing in all these numbers; absent where every silo answers.</param>
internal sealed record FleetJson(
    int Total,
    int Matches,
    IReadOnlyDictionary<string, int> States,
    IReadOnlyDictionary<string, int> Reasons,
    IEnumerable<string> Scripts,
    IEnumerable<string> Sources,
    IEnumerable<string> Owners,
    IReadOnlyDictionary<string, IEnumerable<string>> Labels,
    string Cells,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MissingJson? Missing)
{
    public static FleetJson Of(TargetIndex index, MissingJson? missing) => new(
        index.Facets.Targets,
        index.Matches.Length,
        new OrderedDictionary<string, int>(index.States().Select(static state => KeyValuePair.Create(state.Name, state.Targets))),
        new OrderedDictionary<string, int>(index.Reasons().Select(static reason => KeyValuePair.Create(Failure.Label(reason.Reason), reason.Targets))),
        index.Facets.Scripts,
        index.Facets.Sources,
        index.Facets.Owners,
        new OrderedDictionary<string, IEnumerable<string>>(index.Facets.Labels.Select(
            static label => KeyValuePair.Create(label.Key, (IEnumerable<string>)label.Value))),
        string.Create(index.Matches.Length, index, static (cells, index) =>
        {
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = TargetCondition.LetterOf(index.Matches[i].Condition);
            }
        }),
        missing);
}
