namespace ScriptGrid.Engine.Results;

/// <summary>A key and its value, kept apart from the lines for scripts with rollups.</summary>
/// <param name="Key">The key; of a row of a declared metric its <see cref="RollupKey"/>.</param>
/// <param name="Value">The value.</param>
/// <param name="Metric">The metric whose row it is; null for a key of <c>redis_script_values</c>.</param>
internal readonly record struct KeyedValue(string Key, double Value, string? Metric = null)
{
    public void Deconstruct(out string key, out double value) => (key, value) = (Key, Value);
}
