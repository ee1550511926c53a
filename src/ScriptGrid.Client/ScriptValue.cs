namespace ScriptGrid.Client;

/// <summary>One value of a script, as it appears in <c>redis_script_values</c>.</summary>
/// <param name="Key">The key. Bytes that are not UTF-8 appear as <c>\xNN</c>.</param>
/// <param name="Value">The value. It may be infinite or NaN.</param>
[GenerateSerializer, Immutable, Alias("sg.script-value")]
public readonly record struct ScriptValue([property: Id(0)] string Key, [property: Id(1)] double Value);
