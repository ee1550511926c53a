using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Collects what is wrong or doubtful while a configuration is read, so that all of it is reported at once.</summary>
internal sealed class Problems
{
    private readonly ProblemList _errors = new();
    private readonly ProblemList _warnings = new();

    /// <summary>Told of each key that a section is asked for; null, as usual, tells nobody.</summary>
    public Action<KeyRead>? Reads { get; init; }

    public bool HasErrors => _errors.Count > 0;

    public void Error(Place place, string message) => _errors.Add(place, message);

    /// <summary>The same about the value of a key, which a file's message names.</summary>
    public void Error(string key, Place place, string problem) => Error(place, place.Origin == SettingOrigin.File ? $"{key}: {problem}" : problem);

    public void Warn(Place place, string message) => _warnings.Add(place, message);

    public ImmutableArray<string> Errors() => _errors.Lines();

    public ImmutableArray<string> Warnings() => _warnings.Lines();
}
