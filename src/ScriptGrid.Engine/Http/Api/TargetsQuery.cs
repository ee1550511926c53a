using System.Globalization;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>What a request wants of the list of targets.</summary>
/// <param name="Query">Which targets, and in which order.</param>
/// <param name="Offset">How many of them are passed over.</param>
/// <param name="Limit">How many are listed at most; null is all.</param>
internal sealed record TargetsQuery(TargetQuery Query, int Offset, int? Limit)
{
    /// <summary>The largest page.</summary>
    public const int MaxLimit = 1000;

    private const string Sort = "sort";
    private const string Order = "order";
    private const string LimitName = "limit";
    private const string OffsetName = "offset";

    /// <summary>What targets can be sorted by.</summary>
    public static readonly IReadOnlyList<(string Name, TargetSort Sort)> Sorts =
    [
        ("target", TargetSort.Target),
        ("state", TargetSort.State),
        ("duration", TargetSort.Duration),
        ("lastRun", TargetSort.LastRun),
        ("nextRun", TargetSort.NextRun),
        ("errors", TargetSort.Errors),
    ];

    /// <summary>The parameters, beside those of <see cref="FilterQuery"/>.</summary>
    public static readonly IReadOnlyList<string> Parameters = [Sort, Order, LimitName, OffsetName];

    /// <summary>Whether every target is wanted, in the engine's order.</summary>
    public bool IsAll => Limit is null && Query == new TargetQuery(TargetFilter.All);

    /// <summary>Reads it; null, with one line that says why, where a parameter makes no sense.</summary>
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
            problem = $"The parameter '{OffsetName}' is a whole number from 0 on, and goes with '{LimitName}'.";
        }
        else
        {
            return new TargetsQuery(new TargetQuery(filter, sort, order == "desc"), offset ?? 0, limit);
        }

        return null;
    }

    /// <summary>A direction without a key is that of the identity.</summary>
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
