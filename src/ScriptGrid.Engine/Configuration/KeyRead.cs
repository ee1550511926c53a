namespace ScriptGrid.Engine.Configuration;

/// <summary>A key that a reader looks for in a section. Together they list the existing keys and the values that each may have.</summary>
/// <param name="Place">Where the section begins.</param>
/// <param name="Key">The key.</param>
/// <param name="Shape">The shape of the key's value.</param>
/// <param name="Kind">The kind of the value or values; null for any text.</param>
internal readonly record struct KeyRead(Place Place, string Key, KeyShape Shape, ValueKind? Kind);

/// <summary>The shape of a key's value.</summary>
internal enum KeyShape
{
    /// <summary>A single value.</summary>
    Value,

    /// <summary>A list of values.</summary>
    Values,

    /// <summary>A list of distinct values.</summary>
    DifferentValues,

    /// <summary>A section.</summary>
    Section,

    /// <summary>A list of sections.</summary>
    Sections,

    /// <summary>A list of values and sections.</summary>
    ValuesOrSections,

    /// <summary>A section with arbitrary keys.</summary>
    Map,
}
