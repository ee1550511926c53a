namespace ScriptGrid.EmbeddedRedis.Lua.Syntax;

/// <summary>A comment that ends at the end of its line.</summary>
/// <param name="Line">The line of the comment.</param>
/// <param name="Text">The text after the hyphens.</param>
/// <param name="IsAlone">Whether nothing but blanks comes before it on its line.</param>
internal readonly record struct Comment(int Line, ReadOnlyMemory<byte> Text, bool IsAlone);
