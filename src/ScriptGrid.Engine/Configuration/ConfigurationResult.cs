using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A configuration, or every reason why there is none.</summary>
public sealed record ConfigurationResult
{
    /// <summary>The configuration; null when there are <see cref="Errors"/>.</summary>
    public ScriptGridConfiguration? Configuration { get; init; }

    /// <summary>
    /// One line each, with its place in front and without secrets: the command line's first, then the file's from top to bottom.
    /// </summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>What is legal but worth a warning, whether there are errors or not.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Every script whose file could be read, even where there are errors elsewhere.</summary>
    public ImmutableArray<ScriptSpec> Scripts { get; init; } = [];

    /// <summary>Whether there is a configuration.</summary>
    [MemberNotNullWhen(true, nameof(Configuration))]
    public bool IsValid => Configuration is not null;
}
