using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Problems in the order of their places. Only the first hundred are reported and the others counted: no reader needs more, and a file may have
/// millions.
/// </summary>
internal sealed class ProblemList
{
    private const int MaxTold = 100;
    private const int MaxLineLength = 500;

    private List<(Place Place, string Message)> _first = [];

    /// <summary>The number of problems.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a problem is about a flag or a variable, rather than about a file.</summary>
    public bool HasAnyOfCommandLine => _first.Exists(static problem => problem.Place.Origin != SettingOrigin.File);

    public void Add(Place place, string message)
    {
        Count++;
        _first.Add((place, message));
        if (_first.Count == 2 * MaxTold)
        {
            _first = [.. First()];
        }
    }

    /// <summary>Returns one line for each reported problem, and one that counts the others.</summary>
    public ImmutableArray<string> Lines() =>
    [
        .. First().Select(static problem => OneLine($"{problem.Place}: {problem.Message}")),
        .. Count > MaxTold ? [$"… and {Count - MaxTold} more"] : Array.Empty<string>(),
    ];

    private IEnumerable<(Place Place, string Message)> First() => _first
        .OrderBy(static problem => problem.Place.Origin)
        .ThenBy(static problem => problem.Place.Line)
        .Take(MaxTold);

    private static string OneLine(string message)
    {
        string line = ShownName.WithoutLogins(message.ReplaceLineEndings(" "));
        return ShortText.Of(line, MaxLineLength);
    }
}
