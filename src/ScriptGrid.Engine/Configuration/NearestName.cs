namespace ScriptGrid.Engine.Configuration;

/// <summary>Finds the known name that is closest to a misspelt one.</summary>
internal static class NearestName
{
    /// <summary>Returns <c>; did you mean x?</c>, or an empty string if no candidate is close.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) => Hint("", name, candidates);

    /// <summary>The same for names that all begin with a prefix, which is given apart: it is no evidence that two names are close.</summary>
    public static string Hint(string prefix, string name, IEnumerable<string> candidates)
    {
        string? nearest = candidates.MinBy(candidate => Difference(name, candidate));
        return nearest is not null && Difference(name, nearest) <= 1 + (nearest.Length / 4) ? $"; did you mean {prefix}{nearest}?" : "";
    }

    /// <summary>The edit distance. A name that is the beginning of the candidate counts as one typing error.</summary>
    private static int Difference(string name, string candidate) =>
        name.Length >= 3 && candidate.StartsWith(name, StringComparison.Ordinal) ? 1 : Distance(name, candidate);

    /// <summary>The number of insertions, deletions and replacements that turn one name into the other.</summary>
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 0; i < from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < to.Length; j++)
            {
                int replace = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replace, 1 + Math.Min(diagonal, row[j]));
            }
        }

        return row[^1];
    }
}
