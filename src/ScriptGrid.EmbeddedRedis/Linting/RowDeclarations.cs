namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>The rows that a script declares that it returns.</summary>
/// <param name="Shapes">The shapes of rows, by the name that a row begins with.</param>
/// <param name="ParseNumber">Parses a text as the collector does; null if the text is not a number.</param>
internal sealed record RowDeclarations(IReadOnlyDictionary<string, RowShape> Shapes, Func<ReadOnlyMemory<byte>, double?> ParseNumber);

/// <summary>The elements of a row after its name.</summary>
/// <param name="Labels">The names of its labels, without the bound.</param>
/// <param name="Bound">The label that is a number, <c>le</c> or <c>quantile</c>; null if there is none.</param>
/// <param name="HasNumber">Whether it ends with a number.</param>
internal sealed record RowShape(IReadOnlyList<string> Labels, string? Bound, bool HasNumber)
{
    /// <summary>The number of elements, including the name.</summary>
    internal int Length => 1 + Labels.Count + (Bound is null ? 0 : 1) + (HasNumber ? 1 : 0);

    public override string ToString() =>
        $"{string.Join(", ", ["the name", .. Labels, .. Bound is null ? Array.Empty<string>() : [Bound]])}{(HasNumber ? " and the number" : "")}";
}
