using System.Globalization;

namespace ScriptGrid.Engine.Discovery;

/// <summary>Counts things of several sorts and remembers the first of each: a list of ten thousand mistakes is one line for each sort.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, (int Count, string First)> _sorts = new(StringComparer.Ordinal);

    /// <summary>One more of a sort.</summary>
    public void Add(string sort, string example)
    {
        (int count, string first) = _sorts.GetValueOrDefault(sort, (0, example));
        _sorts[sort] = (count + 1, first);
    }

    /// <summary>A line for each sort: its text, and how many there are.</summary>
    public IEnumerable<string> Lines() => _sorts.Select(static sort =>
        string.Create(CultureInfo.InvariantCulture, $"{sort.Key}: {sort.Value.First}{(sort.Value.Count > 1 ? $", and {sort.Value.Count - 1} more" : "")}"));
}
