using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A configuration, or every error that prevents it.</summary>
public sealed record ConfigurationResult
{
    /// <summary>The configuration; null if there are <see cref="Errors"/>.</summary>
    public ScriptGridConfiguration? Configuration { get; init; }

    /// <summary>
    /// The errors, one line each, starting with the place and without secrets. Those of the command line come first, then those of the file from top
    /// to bottom.
    /// </summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>Whether one of <see cref="Errors"/> is about a flag or a variable, rather than about a file.</summary>
    internal bool HasErrorsOfCommandLine { get; init; }

    /// <summary>What is valid but deserves a warning. Present whether or not there are errors.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Every script whose file could be read, even if there are errors elsewhere.</summary>
    public ImmutableArray<ScriptSpec> Scripts { get; init; } = [];

    /// <summary>Whether there is a configuration.</summary>
    [MemberNotNullWhen(true, nameof(Configuration))]
    public bool IsValid => Configuration is not null;
}
