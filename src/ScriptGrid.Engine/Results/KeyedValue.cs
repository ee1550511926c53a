namespace ScriptGrid.Engine.Results;

/// <summary>A key and its value, kept in addition to the lines for scripts with rollups.</summary>
/// <param name="Key">The key; for a row of a declared metric, its <see cref="RollupKey"/>.</param>
/// <param name="Value">The value.</param>
/// <param name="Metric">The metric that the row belongs to; null for a key of <c>redis_script_values</c>.</param>
internal readonly record struct KeyedValue(string Key, double Value, string? Metric = null)
{
    public void Deconstruct(out string key, out double value) => (key, value) = (Key, Value);
}
