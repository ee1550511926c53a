using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Collects what is wrong or doubtful while a configuration is read, so that all of it is reported at once.</summary>
internal sealed class Problems
{
    private readonly ProblemList _errors = new();
    private readonly ProblemList _warnings = new();

    public bool HasErrors => _errors.Count > 0;

    public void Error(Place place, string message) => _errors.Add(place, message);

    public void Warn(Place place, string message) => _warnings.Add(place, message);

    public ImmutableArray<string> Errors() => _errors.Lines();

    public ImmutableArray<string> Warnings() => _warnings.Lines();
}
