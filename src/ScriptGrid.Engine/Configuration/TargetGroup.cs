using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>One of the <c>target_groups</c>: targets that are written, and sources that find more of them.</summary>
internal sealed record TargetGroup
{
    /// <summary>What metrics and messages call the group: its <c>name</c>, or its place in the file's list, from 1.</summary>
    public required string Name { get; init; }

    /// <summary>The targets that are written, those of this process's shard.</summary>
    public ImmutableArray<TargetSpec> Targets { get; init; } = [];

    /// <summary>What finds more.</summary>
    public ImmutableArray<SourceSettings> Sources { get; init; } = [];

    /// <summary>What is done with the labels of what is found, in this order.</summary>
    public ImmutableArray<RelabelRule> Relabel { get; init; } = [];

    /// <summary>The addresses that may have the group's credentials; null where none are listed.</summary>
    public AllowList? Allow { get; init; }

    /// <summary>How a target of the group is made of its address.</summary>
    public required TargetTemplate Template { get; init; }

    /// <summary>Whether there are targets, or there may be.</summary>
    public bool HasTargets => !Targets.IsEmpty || !Sources.IsEmpty;
}
