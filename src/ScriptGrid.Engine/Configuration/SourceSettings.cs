using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Where targets of a group are found, beside those that are written.</summary>
internal abstract record SourceSettings
{
    /// <summary>The key of the source, and the label <c>source</c> of its metrics.</summary>
    public abstract string Kind { get; }

    /// <summary>What a source of a group is called: a group has one of a kind at most.</summary>
    public static string NameOf(TargetGroup group, SourceSettings source) => $"{group.Name}/{source.Kind}";

    /// <summary>What the source lists from, in one line: two of one kind and origin give the same list.</summary>
    public abstract string Origin { get; }

    /// <summary>What the silos of a cluster call the source among themselves; null outside of one. It holds no secret.</summary>
    public string? SharedKey { get; init; }

    /// <summary>Time from one look at the source to the next.</summary>
    public required TimeSpan Refresh { get; init; }

    /// <summary>Whether files of this machine bring the addresses: whoever writes these may be trusted with the group's credentials.</summary>
    public virtual bool IsOfFiles => false;

    /// <summary>What the source needs that no message may show.</summary>
    public virtual IEnumerable<string> Secrets => [];
}

/// <summary>Lists in files, in the format of Prometheus' file-based service discovery.</summary>
internal sealed record FileSourceSettings : SourceSettings
{
    /// <summary>The key of this source.</summary>
    public const string Key = "file_sd";

    /// <summary>A short time, since a look costs little: files that did not change are read and nothing more.</summary>
    public static readonly TimeSpan DefaultRefresh = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override string Kind => Key;

    /// <inheritdoc/>
    public override string Origin => string.Join(", ", Patterns);

    /// <inheritdoc/>
    public override bool IsOfFiles => true;

    /// <summary>Absolute paths, whose last part may hold <c>*</c>.</summary>
    public required ImmutableArray<string> Patterns { get; init; }
}
