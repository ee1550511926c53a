using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>One of the <c>target_groups</c>: targets that the configuration lists, and sources that find more.</summary>
internal sealed record TargetGroup
{
    /// <summary>The group's name in metrics and messages: its <c>name</c>, or its position in the file's list, starting at 1.</summary>
    public required string Name { get; init; }

    /// <summary>The targets that the configuration lists, limited to this process's shard.</summary>
    public ImmutableArray<TargetSpec> Targets { get; init; } = [];

    /// <summary>The sources that find more targets.</summary>
    public ImmutableArray<SourceSettings> Sources { get; init; } = [];

    /// <summary>The rules about the labels of found targets, in order.</summary>
    public ImmutableArray<RelabelRule> Relabel { get; init; } = [];

    /// <summary>The addresses to which the group's credentials may be sent; null if none are listed.</summary>
    public AllowList? Allow { get; init; }

    /// <summary>Makes a target of the group from its address.</summary>
    public required TargetTemplate Template { get; init; }

    /// <summary>Whether the group has targets, or may get some from its sources.</summary>
    public bool HasTargets => !Targets.IsEmpty || !Sources.IsEmpty;
}
