using System.Text.Json.Serialization;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The fleet at a glance.</summary>
/// <param name="Total">How many targets there are.</param>
/// <param name="Matches">How many match.</param>
/// <param name="States">How many of these fare how.</param>
/// <param name="Reasons">How many of these are down, or have a script that fails, for each reason that there is.</param>
/// <param name="Scripts">The names of scripts that run on any target.</param>
/// <param name="Sources">The names of sources that found any target.</param>
/// <param name="Owners">The silos that collect any target.</param>
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
