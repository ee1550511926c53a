using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Collects errors and warnings while a configuration is read, so that all of them are reported at once.</summary>
internal sealed class Problems
{
    private readonly ProblemList _errors = new();
    private readonly ProblemList _warnings = new();

    /// <summary>Called with each key that readers look for in a section; usually null.</summary>
    public Action<KeyRead>? Reads { get; init; }

    public bool HasErrors => _errors.Count > 0;

    /// <summary>Whether an error is about a flag or a variable, rather than about a file.</summary>
    public bool HasErrorsOfCommandLine => _errors.HasAnyOfCommandLine;

    public void Error(Place place, string message) => _errors.Add(place, message);

    /// <summary>Adds an error about the value of a key. If the value comes from a file, the message names the key.</summary>
    public void Error(string key, Place place, string problem) => Error(place, Message(key, place, problem));

    /// <summary>Returns an error about the value of a key as one line, for an error that is found after the configuration was read.</summary>
    public static string Line(string key, Place place, string problem) => $"{place}: {Message(key, place, problem)}";

    public void Warn(Place place, string message) => _warnings.Add(place, message);

    public ImmutableArray<string> Errors() => _errors.Lines();

    public ImmutableArray<string> Warnings() => _warnings.Lines();

    private static string Message(string key, Place place, string problem) => place.Origin == SettingOrigin.File ? $"{key}: {problem}" : problem;
}
