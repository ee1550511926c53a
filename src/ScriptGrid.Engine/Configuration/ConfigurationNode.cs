using System.Collections.Immutable;
using System.Globalization;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Where a value was written, for messages and for paths relative to it.</summary>
/// <param name="Origin">Flag, variable or file.</param>
/// <param name="Source">Name of the flag, variable or file.</param>
/// <param name="Line">Line in the file, from 1; else 0.</param>
/// <param name="Directory">The directory that relative paths written there start from.</param>
internal readonly record struct Place(SettingOrigin Origin, string Source, int Line, string Directory)
{
    public override string ToString() =>
        Origin == SettingOrigin.File ? string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}") : Source;
}

/// <summary>A value of the configuration, wherever it was written: text, a list, or a section of keys.</summary>
internal abstract record ConfigurationNode(Place Place)
{
    /// <summary>What messages call this kind of value.</summary>
    public abstract string Kind { get; }
}

/// <summary>A scalar, its type still open.</summary>
internal sealed record TextNode(Place Place, string Text) : ConfigurationNode(Place)
{
    /// <summary>What messages may quote: the text as it was written, with the names of variables rather than their values, which may be secret.</summary>
    public string Written { get; init; } = Text;

    public override string Kind => "a single value";

    public override string ToString() => Place.ToString();
}

/// <summary>A sequence.</summary>
internal sealed record ListNode(Place Place, ImmutableArray<ConfigurationNode> Items) : ConfigurationNode(Place)
{
    public override string Kind => "a list";
}

/// <summary>A mapping. Where sources are merged a key may occur several times: the first wins.</summary>
internal sealed record SectionNode(Place Place, ImmutableArray<SectionEntry> Entries) : ConfigurationNode(Place)
{
    public override string Kind => "a section";
}

/// <summary>A key with its value; null where nothing is written, which counts as absent.</summary>
internal readonly record struct SectionEntry(string Key, Place Place, ConfigurationNode? Value);
