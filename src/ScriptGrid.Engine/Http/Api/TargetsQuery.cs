using System.Globalization;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The part of the list of targets that a request selects.</summary>
/// <param name="Query">Which targets, and in which order.</param>
/// <param name="Offset">The number of matching targets to skip.</param>
/// <param name="Limit">The largest number of targets to list; null for all.</param>
internal sealed record TargetsQuery(TargetQuery Query, int Offset, int? Limit)
{
    /// <summary>The largest page.</summary>
    public const int MaxLimit = 1000;

    private const string Sort = "sort";
    private const string Order = "order";
    private const string LimitName = "limit";
    private const string OffsetName = "offset";

    /// <summary>The keys by which targets can be sorted.</summary>
    public static readonly IReadOnlyList<(string Name, TargetSort Sort)> Sorts =
    [
        ("target", TargetSort.Target),
        ("state", TargetSort.State),
        ("duration", TargetSort.Duration),
        ("lastRun", TargetSort.LastRun),
        ("nextRun", TargetSort.NextRun),
        ("errors", TargetSort.Errors),
    ];

    /// <summary>The names of the parameters, in addition to those of <see cref="FilterQuery"/>.</summary>
    public static readonly IReadOnlyList<string> Parameters = [Sort, Order, LimitName, OffsetName];

    /// <summary>Whether all targets are selected, in the engine's order.</summary>
    public bool IsAll => Limit is null && Query == new TargetQuery(TargetFilter.All);

    /// <summary>Parses a query; null, with one line that says why, if a parameter is invalid.</summary>
    public static TargetsQuery? Parse(IQueryCollection query, out string problem)
    {
        if (FilterQuery.Parse(query, out problem) is not { } filter)
        {
            return null;
        }

        string? order = FilterQuery.Value(query, Order);
        if (!TrySort(FilterQuery.Value(query, Sort), order, out TargetSort? sort))
        {
            problem = $"The parameter '{Sort}' is one of {string.Join(", ", Sorts.Select(static known => known.Name))}.";
        }
        else if (order is not (null or "asc" or "desc"))
        {
            problem = $"The parameter '{Order}' is asc or desc.";
        }
        else if (!TryNumber(FilterQuery.Value(query, LimitName), 1, MaxLimit, out int? limit))
        {
            problem = $"The parameter '{LimitName}' is a whole number from 1 to {MaxLimit}.";
        }
        else if (!TryNumber(FilterQuery.Value(query, OffsetName), 0, int.MaxValue, out int? offset) || (offset is not null && limit is null))
        {
            problem = $"The parameter '{OffsetName}' is a whole number of at least 0, and goes with '{LimitName}'.";
        }
        else
        {
            return new TargetsQuery(new TargetQuery(filter, sort, order == "desc"), offset ?? 0, limit);
        }

        return null;
    }

    /// <summary>Parses the sort key. If there is a direction but no key, targets are sorted by identity.</summary>
    private static bool TrySort(string? name, string? order, out TargetSort? sort)
    {
        sort = Sorts.Where(known => known.Name == name).Select(static known => (TargetSort?)known.Sort).FirstOrDefault()
            ?? (name is null && order is not null ? TargetSort.Target : null);
        return name is null || sort is not null;
    }

    private static bool TryNumber(string? text, int least, int most, out int? number)
    {
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed) && parsed >= least && parsed <= most;
        number = isNumber ? parsed : null;
        return text is null || isNumber;
    }
}
