namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>A comment that ends with its line.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Text">What follows the hyphens.</param>
/// <param name="IsAlone">Whether nothing but blanks comes before it on its line.</param>
internal readonly record struct Comment(int Line, ReadOnlyMemory<byte> Text, bool IsAlone);
