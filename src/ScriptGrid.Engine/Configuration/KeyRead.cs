namespace ScriptGrid.Engine.Configuration;

/// <summary>What a reader asks a section for: the keys that there are, and what may stand there.</summary>
/// <param name="Place">Where the section begins.</param>
/// <param name="Key">The key.</param>
/// <param name="Shape">What may stand there.</param>
/// <param name="Kind">The kind of its values; null for any text.</param>
internal readonly record struct KeyRead(Place Place, string Key, KeyShape Shape, ValueKind? Kind);

/// <summary>What may stand behind a key.</summary>
internal enum KeyShape
{
    /// <summary>A single value.</summary>
    Value,

    /// <summary>A list of values.</summary>
    Values,

    /// <summary>A list of values, no two alike.</summary>
    DifferentValues,

    /// <summary>A section.</summary>
    Section,

    /// <summary>A list of sections.</summary>
    Sections,

    /// <summary>A list of values and sections.</summary>
    ValuesOrSections,

    /// <summary>A section whose keys are free.</summary>
    Map,
}
