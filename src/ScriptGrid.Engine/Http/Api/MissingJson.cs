using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>What the answer lacks because silos do not answer.</summary>
/// <param name="Targets">How many targets these silos own.</param>
/// <param name="Silos">Their addresses.</param>
internal sealed record MissingJson(int Targets, IEnumerable<string> Silos)
{
    /// <summary>Returns what is missing; null if nothing is.</summary>
    public static MissingJson? Of(FleetGaps gaps) => gaps.Sum() is { } gap ? new MissingJson(gap.Targets, gap.Silos) : null;
}
