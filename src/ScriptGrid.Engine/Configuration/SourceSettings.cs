using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A source that finds targets of a group, in addition to those that the configuration lists.</summary>
internal abstract record SourceSettings
{
    /// <summary>The key of the source, and the value of the label <c>source</c> in its metrics.</summary>
    public abstract string Kind { get; }

    /// <summary>Returns the name of a source of a group. A group has at most one source of each kind.</summary>
    public static string NameOf(TargetGroup group, SourceSettings source) => $"{group.Name}/{source.Kind}";

    /// <summary>Where the source gets its list from, in one line. Two sources of the same kind and origin give the same list.</summary>
    public abstract string Origin { get; }

    /// <summary>The name of the source among the silos of a cluster; null outside a cluster. It contains no secret.</summary>
    public string? SharedKey { get; init; }

    /// <summary>The time between two queries of the source.</summary>
    public required TimeSpan Refresh { get; init; }

    /// <summary>Whether the addresses come from files of this machine. Those who may write these files can be trusted with the group's credentials.</summary>
    public virtual bool IsOfFiles => false;

    /// <summary>The secrets of the source, which no message may show.</summary>
    public virtual IEnumerable<string> Secrets => [];
}

/// <summary>Target lists in files, in the format of Prometheus' file-based service discovery.</summary>
internal sealed record FileSourceSettings : SourceSettings
{
    /// <summary>The key of this source.</summary>
    public const string Key = "file_sd";

    /// <summary>Short, because checking costs little: files that did not change are only read.</summary>
    public static readonly TimeSpan DefaultRefresh = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override string Kind => Key;

    /// <inheritdoc/>
    public override string Origin => string.Join(", ", Patterns);

    /// <inheritdoc/>
    public override bool IsOfFiles => true;

    /// <summary>Absolute paths; their last part may contain <c>*</c>.</summary>
    public required ImmutableArray<string> Patterns { get; init; }
}
