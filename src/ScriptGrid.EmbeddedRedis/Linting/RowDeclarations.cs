namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>The rows that a script has declared to return.</summary>
/// <param name="Shapes">By the name that a row begins with.</param>
/// <param name="ParseNumber">The number that a text holds; null where it is none for the collector.</param>
internal sealed record RowDeclarations(IReadOnlyDictionary<string, RowShape> Shapes, Func<ReadOnlyMemory<byte>, double?> ParseNumber);

/// <summary>What follows the name of a row.</summary>
/// <param name="Labels">The names of its labels, the bound's not counted.</param>
/// <param name="Bound">The label that is a number, <c>le</c> or <c>quantile</c>; null where there is none.</param>
/// <param name="HasNumber">Whether it ends in a number.</param>
internal sealed record RowShape(IReadOnlyList<string> Labels, string? Bound, bool HasNumber)
{
    /// <summary>How many elements it has, its name included.</summary>
    internal int Length => 1 + Labels.Count + (Bound is null ? 0 : 1) + (HasNumber ? 1 : 0);

    public override string ToString() =>
        $"{string.Join(", ", ["the name", .. Labels, .. Bound is null ? Array.Empty<string>() : [Bound]])}{(HasNumber ? " and the number" : "")}";
}
