using System.Globalization;

namespace ScriptGrid.Engine.Discovery;

/// <summary>Counts items of several kinds and remembers the first of each, so that a list with ten thousand errors gives one line per kind.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, (int Count, string First)> _sorts = new(StringComparer.Ordinal);

    /// <summary>Counts one item of a kind.</summary>
    public void Add(string sort, string example)
    {
        (int count, string first) = _sorts.GetValueOrDefault(sort, (0, example));
        _sorts[sort] = (count + 1, first);
    }

    /// <summary>Returns one line per kind: its text, the first item, and how many more there are.</summary>
    public IEnumerable<string> Lines() => _sorts.Select(static sort =>
        string.Create(CultureInfo.InvariantCulture, $"{sort.Key}: {sort.Value.First}{(sort.Value.Count > 1 ? $", and {sort.Value.Count - 1} more" : "")}"));
}
