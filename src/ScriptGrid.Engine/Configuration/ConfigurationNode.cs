using System.Collections.Immutable;
using System.Globalization;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Where a value was written. Used in messages and for paths relative to it.</summary>
/// <param name="Origin">Flag, variable or file.</param>
/// <param name="Source">The name of the flag, variable or file.</param>
/// <param name="Line">The line in the file, starting at 1; 0 if it is no file.</param>
/// <param name="Directory">The directory to which relative paths written there refer.</param>
internal readonly record struct Place(SettingOrigin Origin, string Source, int Line, string Directory)
{
    public override string ToString() =>
        Origin == SettingOrigin.File ? string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}") : Source;
}

/// <summary>A value of the configuration, from any source: text, a list, or a section of keys.</summary>
internal abstract record ConfigurationNode(Place Place)
{
    /// <summary>The name of this kind of value in messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A scalar whose type is not known yet.</summary>
internal sealed record TextNode(Place Place, string Text) : ConfigurationNode(Place)
{
    /// <summary>The text that messages may quote: as written, with the names of variables in place of their values, which may be secret.</summary>
    public string Written { get; init; } = Text;

    public override string Kind => "a single value";

    public override string ToString() => Place.ToString();
}

/// <summary>A sequence.</summary>
internal sealed record ListNode(Place Place, ImmutableArray<ConfigurationNode> Items) : ConfigurationNode(Place)
{
    public override string Kind => "a list";
}

/// <summary>A mapping. After sources are merged a key may occur several times; the first applies.</summary>
internal sealed record SectionNode(Place Place, ImmutableArray<SectionEntry> Entries) : ConfigurationNode(Place)
{
    public override string Kind => "a section";
}

/// <summary>A key with its value. The value is null if nothing is written, which counts as absent.</summary>
internal readonly record struct SectionEntry(string Key, Place Place, ConfigurationNode? Value);
