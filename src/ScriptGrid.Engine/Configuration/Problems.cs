using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Collects what is wrong or doubtful while a configuration is read, so that all of it is reported at once.</summary>
internal sealed class Problems
{
    private readonly List<(Place Place, string Message)> _errors = [];
    private readonly List<(Place Place, string Message)> _warnings = [];

    public bool HasErrors => _errors.Count > 0;

    public void Error(Place place, string message) => _errors.Add((place, message));

    public void Warn(Place place, string message) => _warnings.Add((place, message));

    public ImmutableArray<string> Errors() => Lines(_errors);

    public ImmutableArray<string> Warnings() => Lines(_warnings);

    private static ImmutableArray<string> Lines(List<(Place Place, string Message)> problems) =>
    [
        .. problems
            .OrderBy(static problem => problem.Place.Origin)
            .ThenBy(static problem => problem.Place.Line)
            .Select(static problem => OneLine($"{problem.Place}: {problem.Message}")),
    ];

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
